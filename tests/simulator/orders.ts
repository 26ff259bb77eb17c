import type { Accounts } from './accounts.ts';
import { checkFault, type Fault, type Target } from './faults.ts';
import { providerIds, providers, type ProviderId } from './providers/index.ts';
import { BadInput, wholeNumber } from './shape.ts';

export interface Order {
  readonly target: Target;
  readonly fault: Fault;
  /** How many requests it still meets; Infinity until it is cleared. */
  times: number;
}

/** The faults that are ordered. The first order that fits a request is met first, so a sequence is ordered as it should happen. */
export class Orders {
  #orders: Order[] = [];
  #accounts: Accounts;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  add(target: Target, fault: Fault, times: number = Infinity): void {
    checkFault(fault);
    const few = wholeNumber(1, Number.MAX_SAFE_INTEGER);
    if (times !== Infinity && !few.holds(times)) throw new BadInput(`times must be ${few.says}`);
    for (const id of this.#meant(target)) {
      const statuses = Object.keys(providers[id].errors);
      if (fault.kind !== 'error' || statuses.includes(`${fault.status}`)) continue;
      throw new BadInput(`${id} documents no ${fault.status}, only ${statuses.join(', ')}`);
    }
    this.#orders.push({ target, fault, times });
  }

  /** What happens to this request: at most one delay and one other fault, each used up by one. */
  take(provider: ProviderId | undefined, key: string | undefined): Fault[] {
    const due = this.#orders.filter(({ target }) => fits(target, provider, key));
    const delay = due.find((order) => order.fault.kind === 'delay');
    const other = due.find((order) => order.fault.kind !== 'delay');
    const taken = [delay, other].filter((order) => order !== undefined);
    for (const order of taken) order.times -= 1;
    this.#orders = this.#orders.filter((order) => order.times > 0);
    return taken.map((order) => order.fault);
  }

  clear(): void {
    this.#orders = [];
  }

  #meant(target: Target): readonly ProviderId[] {
    if (target === 'all') return providerIds;
    return ['provider' in target ? target.provider : this.#accounts.get(target.key).provider];
  }
}

function fits(target: Target, provider: ProviderId | undefined, key: string | undefined): boolean {
  if (target === 'all') return true;
  return 'provider' in target ? target.provider === provider : target.key === key;
}
