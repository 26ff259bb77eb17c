import { departures, type Answer } from '../contracts/contract.ts';
import type { Refusal } from './provider.ts';
import type { ProviderId } from './providers/index.ts';

/** Compares what the simulator answers with the contracts, so that no test leans on an answer that no provider gives. */
export class ContractWatch {
  readonly #told = new Set<string>();

  get departures(): readonly string[] {
    return [...this.#told];
  }

  see(provider: ProviderId, path: string, answer: Answer): void {
    for (const what of departures(provider, path, answer)) {
      this.#told.add(`${provider} ${path} ${answer.status}: ${what}`);
    }
  }

  /** An error that was ordered: it does not pass through the routes. */
  seeError(provider: ProviderId, path: string, status: number, { body, headers }: Refusal): void {
    const sent = new Headers({ 'content-type': 'application/json', ...headers });
    this.see(provider, path, { status, headers: sent, text: JSON.stringify(body) });
  }
}
