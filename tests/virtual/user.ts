import type { Account } from '../../lib/account.ts';
import { untilResumed, withoutPause, withPause } from '../../lib/pause.ts';
import type { World } from './world.ts';

/** What the user does, in the pages of the extension: they write what was changed, and then wake the worker. */
export class User {
  readonly #world: World;
  #count = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Some of the accounts poll a provider that has nothing new more often than every five minutes. */
  add(origin: string): Account {
    const { store } = this.#world;
    this.#count += 1;
    const provider = this.#count % 10 === 0 ? 'firecrawl' : 'crustdata';
    const id = `account ${this.#count}`;
    const account = { id, provider, label: id, enabled: true, baseUrl: origin, revision: 0 };
    store.accounts = [...store.accounts, account];
    this.#changed(id);
    return account;
  }

  remove(id: string): void {
    const { store } = this.#world;
    store.accounts = store.accounts.filter((account) => account.id !== id);
    this.#changed(id);
  }

  enable(id: string, enabled: boolean): void {
    this.#world.store.changeAccount(id, (account) => ({ ...account, enabled }));
    this.#changed(id);
  }

  /** Another key. */
  edit(id: string): void {
    const { store, watch } = this.#world;
    store.changeAccount(id, (account) => ({ ...account, revision: account.revision + 1 }));
    watch.track(id).renew();
    this.#changed(id);
  }

  /** For so long, or until the user resumes; one account, or all. */
  pause(ms: number | undefined, id?: string): void {
    const { store, clocks } = this.#world;
    store.pauses = withPause(store.pauses, ms === undefined ? untilResumed : clocks.now + ms, id);
    this.#changed(id);
  }

  resume(id?: string): void {
    const { store } = this.#world;
    store.pauses = withoutPause(store.pauses, id);
    this.#changed(id);
  }

  /** In minutes. */
  setInterval(interval: number): void {
    const { store, watch } = this.#world;
    watch.intervalChanged(store.settings.interval);
    store.settings = { ...store.settings, interval };
    this.#world.wake();
  }

  /** "Refresh", of one account or of all. */
  refresh(id?: string): void {
    this.#world.wake((account) => id === undefined || account.id === id);
  }

  #changed(id?: string): void {
    this.#world.watch.touched(id);
    this.#world.wake();
  }
}
