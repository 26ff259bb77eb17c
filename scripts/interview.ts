import { Json } from '../lib/json.ts';
import type { Balance, Provider } from '../lib/provider.ts';

/** What a provider's file does when it is asked to read: found out by letting it read a body that gives every path a value of its own. */
export interface Interview {
  /** The paths that it asks for. */
  paths: string[];
  /** Those that it asks for when the first is refused. */
  fallbacks: string[];
  balances: Balance[];
  /** By the value that was given: the path in the body that it was given for. */
  reads: Map<unknown, string>;
  /** The headers that it sends beside the key. */
  headers: Record<string, string>;
  /** What it reads where the first path is refused. */
  bare: Balance[];
}

export async function interview(provider: Provider): Promise<Interview> {
  const reads = new Map<unknown, string>();
  const asked = new Set<string>();
  const headers: Record<string, string> = {};
  const ask = (refuses: boolean) =>
    provider.read(async (path, { expect = [], headers: own = {} } = {}) => {
      asked.add(path);
      Object.assign(headers, own);
      const [refusal] = expect;
      const status = refuses && refusal !== undefined ? refusal : 200;
      return { status, body: new Answering(reads), header: () => undefined, sentAt: 0 };
    });
  const balances = await ask(false);
  const paths = [...asked];
  // A provider without a second path has nothing to say to a refusal.
  const bare = await ask(true).catch(() => []);
  const fallbacks = [...asked].filter((path) => !paths.includes(path));
  return { paths, fallbacks, balances, reads, headers, bare: fallbacks.length > 0 ? bare : [] };
}

/** A body that has whatever it is asked for. */
class Answering extends Json {
  readonly #reads: Map<unknown, string>;

  constructor(reads: Map<unknown, string>) {
    super({});
    this.#reads = reads;
  }

  override optionalNumber(path: string): number {
    return this.#give(1000 + this.#reads.size, path);
  }

  override optionalTime(path: string): number {
    return this.#give(1_800_000_000_000 + this.#reads.size, path);
  }

  override optionalText(path: string): string {
    return this.#give(`text ${this.#reads.size}`, path);
  }

  /** Every one a no, but for those that say that all went well. */
  override optionalFlag(path: string): boolean {
    this.#reads.set(Symbol(path), path);
    return path === 'success';
  }

  #give<T>(value: T, path: string): T {
    this.#reads.set(value, path);
    return value;
  }
}
