import { failureKinds, type Failure, type FailureKind } from './failure.ts';
import { isCount, isMoment, isNumber, isVersion, listOf, members, oneOf, recordVersion } from './stored.ts';

/** So many attempts of an account are remembered. */
const mostAttempts = 50;

/** How an attempt ended: with a reading, a failure of a kind, or with the worker's own end. */
export type Ending = 'reading' | 'interrupted' | FailureKind;

/**
 * An attempt as it is remembered, short because it is written with every poll: its number, when it began in milliseconds
 * since 1970, how long it took in milliseconds, how it ended, and when the next was due.
 */
export type Entry = [number: number, at: number, took: number, ending: Ending, dueAt: number];

/** How the polls of one account went. */
export interface Journal {
  version: typeof recordVersion;
  /** Polls that were due and never made, because the browser was closed or the machine asleep. */
  missed: number;
  /** The latest last. */
  entries: Entry[];
}

export const emptyJournal: Journal = { version: recordVersion, missed: 0, entries: [] };

export function endingOf(failure: Failure | undefined): Ending {
  if (!failure) return 'reading';
  return failure.defect === 'interrupted' ? 'interrupted' : failure.kind;
}

/** The journal with one more attempt, and with the polls that were missed before it. */
export function noted({ missed, entries }: Journal, entry: Entry, missedBefore: number): Journal {
  return { version: recordVersion, missed: missed + missedBefore, entries: [...entries, entry].slice(-mostAttempts) };
}

const isEntry = (value: unknown) =>
  Array.isArray(value) &&
  value.length === 5 &&
  isCount(value[0]) &&
  isMoment(value[1]) &&
  isNumber(value[2]) &&
  isEnding(value[3]) &&
  isMoment(value[4]);
const isEnding = oneOf('reading', 'interrupted', ...failureKinds);
const isJournal = members({ version: isVersion, missed: isCount, entries: listOf(isEntry) });

/** The journal, if that is what was stored. */
export function journalFrom(stored: unknown): Journal | undefined {
  return isJournal(stored) ? (stored as Journal) : undefined;
}
