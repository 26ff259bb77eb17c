export const failureKinds = [
  'unauthorized',
  'forbidden',
  'payment-required',
  'rate-limited',
  'not-found',
  'rejected',
  'server',
  'offline',
  'timeout',
  'unreadable',
  'redirected',
  'no-permission',
  'locked',
] as const;

export type FailureKind = (typeof failureKinds)[number];

/**
 * What was wrong with a body that could not be read; or with an attempt that ran out of time, when it was the browser that
 * ended it; or with a key that is there and cannot be had.
 */
export const defects = [
  'empty',
  'web-page',
  'too-large',
  'not-json',
  'path',
  'interrupted',
  'damaged',
  'forgotten',
  'passphrase',
] as const;

type Defect = (typeof defects)[number];

/** Why a poll brought no reading. */
export interface Failure {
  kind: FailureKind;
  /** When it happened, in milliseconds since 1970. */
  at: number;
  status?: number;
  /** The host that was asked; absent for `offline` when the browser itself has no network. */
  host?: string;
  /** Only with `unreadable`, `timeout` and `locked`. */
  defect?: Defect;
  /** The path that was missing or of another type; only with the defect `path`. */
  path?: string;
  /** The provider's own message, shortened and with every secret cut out. */
  said?: string;
}

/** A failure before the moment is known. */
export type Cause = Omit<Failure, 'at'>;

/** Why a key that is there cannot be had. */
export type Locked = Cause & { kind: 'locked' };

/** Thrown on the way from the network to the reading; caught once, in `poll`. */
export class PollError extends Error {
  readonly failure: Cause;

  constructor(failure: Cause) {
    super(`${failure.kind}${failure.path === undefined ? '' : ` at ${failure.path}`}`);
    this.name = 'PollError';
    this.failure = failure;
  }
}

/** The kind of failure that an HTTP status of 400 or above stands for. */
export function kindOfStatus(status: number): FailureKind {
  if (status >= 500) return 'server';
  const kinds: Record<number, FailureKind> = {
    401: 'unauthorized',
    402: 'payment-required',
    403: 'forbidden',
    404: 'not-found',
    410: 'not-found',
    429: 'rate-limited',
  };
  return kinds[status] ?? 'rejected';
}
