import { providerIds, providers, type ProviderId, type States } from './providers/index.ts';
import type { Call, ReadHeader } from './provider.ts';
import { RateWindows } from './rate.ts';
import { BadInput } from './shape.ts';

export interface Account<P extends ProviderId = ProviderId> {
  readonly provider: P;
  readonly key: string;
  /** Assign to it to change a plan, a balance, a limit: the next answer tells it. */
  readonly state: States[P];
  /** Spends credits, down to 0 at most; all of them when no amount is said. */
  drain(amount?: number): void;
  /** Buys credits, as a top-up does. */
  refill(amount: number): void;
}

export type AnyAccount = { [P in ProviderId]: Account<P> }[ProviderId];

type Shelves = { [P in ProviderId]: Map<string, Account<P>> };

/** The accounts that exist, and how often each has called. A key names one account, whatever its provider. */
export class Accounts {
  #shelves: Shelves = {
    crustdata: new Map(),
    coinstats: new Map(),
    firecrawl: new Map(),
    evolink: new Map(),
    datagrid: new Map(),
  };
  #windows = new RateWindows();

  /** Starts as the documented sample, apart from the overrides. The same key again starts afresh. */
  add<P extends ProviderId>(provider: P, key: string, overrides: Partial<States[P]> = {}): Account<P> {
    const taken = this.list().find((account) => account.key === key && account.provider !== provider);
    if (taken) throw new BadInput(`key ${key} already belongs to an account at ${taken.provider}`);
    const { sample, spend, buy } = providers[provider];
    const state: States[P] = structuredClone({ ...sample, ...overrides });
    const account: Account<P> = {
      provider,
      key,
      state,
      drain: (amount = Infinity) => spend(state, amount),
      refill: (amount) => buy(state, amount),
    };
    this.#shelves[provider].set(key, account);
    return account;
  }

  get(key: string): AnyAccount {
    const account = this.list().find((one) => one.key === key);
    if (!account) throw new BadInput(`no account has the key ${key}`);
    return account;
  }

  list(): AnyAccount[] {
    return providerIds.flatMap((id): AnyAccount[] => [...this.#shelves[id].values()]);
  }

  /** The account that a request with this key speaks for. */
  find<P extends ProviderId>(provider: P, key: string | undefined): Account<P> | undefined {
    const shelf = this.#shelves[provider];
    const keyless = [...shelf.values()].find(({ state }) => providers[provider].keyless?.(state));
    return (key === undefined ? undefined : shelf.get(key)) ?? keyless;
  }

  /** Counts a request and tells what an answer to it has to know. Strangers share one window per provider. */
  count(provider: ProviderId, method: string, path: string, header: ReadHeader): Call {
    const key = providers[provider].keyOf(header);
    const account = this.find(provider, key);
    const rate = account?.state.rate ?? providers[provider].sample.rate;
    const caller = account ? `key ${account.key}` : 'strangers';
    return { path, key, standing: this.#windows.count(`${provider} ${method} ${path} ${caller}`, rate) };
  }
}
