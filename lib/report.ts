import type { Failure } from './failure.ts';
import { present } from './present.ts';
import type { Reading } from './reading.ts';
import { longestDelay } from './retry.ts';
import { highWaterAfter, odditiesAfter, type Seen } from './seen.ts';
import { without } from './without.ts';

/** So many attempts in a row that were cut off are a failure: it may be the account that brings the worker down. */
const cutOffsThatFail = 3;

/** What is known of one account: the last good reading, the failure since, if any, and when it is next due. */
export interface Report extends Seen {
  /** Of this shape; see `stored.ts`. */
  version: 1;
  /** The revision of the account that the reading was made with, where it is not the one below. */
  readWith?: number;
  failure?: Failure;
  /** Failed attempts in a row, of which a refused key begins a row of its own. */
  failures: number;
  /** Attempts in a row that were cut off and left no news. */
  cutOffs: number;
  /** The user wished for a poll that the turn had no time for. */
  wanted?: true;
  /** When the account is next to be polled, in milliseconds since 1970. */
  dueAt: number;
  /** After a long sleep or a change of the clock: not before this moment, so that not all accounts go at once. */
  slot?: number;
  /** Disabled or paused until then, or as far as a moment can tell: what was not polled before was not missed. */
  restsUntil?: number;
  /** No request before this moment, not even by "Refresh": the provider asked for it. */
  notBefore?: number;
  /** The delay that it asked for, in milliseconds. */
  asked?: number;
  /** Written before the first request goes out; absent when none is under way. A worker that dies leaves it behind. */
  attempt?: { number: number; at: number };
  /** The number of the attempt that brought the news above; an older attempt's news come too late. */
  told: number;
  /** The revision of the account that the schedule was made for. */
  revision: number;
}

export const emptyReport: Report = {
  version: 1,
  failures: 0,
  cutOffs: 0,
  dueAt: 0,
  told: 0,
  revision: -1,
  highWater: {},
  oddities: {},
};

/** One poll of an account, by the number and the revision that it began with. */
export interface Attempt {
  number: number;
  revision: number;
}

/** What an attempt brought, and when to try next. */
export interface News {
  reading?: Reading;
  failure?: Failure;
  dueAt: number;
  notBefore?: number;
  asked?: number;
}

/** The number of the last attempt, ended or not. */
export function lastAttempt({ told, attempt }: Report): number {
  return Math.max(told, attempt?.number ?? 0);
}

/**
 * The report with an attempt under way. Should it be cut off, the next is due at `dueAt`. After a change of key or address
 * nothing that was planned or seen before counts, for there may be another balance behind it.
 */
export function begin(report: Report, revision: number, at: number, dueAt: number): Report {
  const attempt = { number: lastAttempt(report) + 1, at };
  return { ...without(ofRevision(report, revision), 'wanted', 'slot'), attempt, dueAt };
}

function ofRevision(report: Report, revision: number): Report {
  if (report.revision === revision) return report;
  const known = without(report, 'wanted', 'slot', 'notBefore', 'asked');
  const readWith = report.reading && (report.readWith ?? report.revision);
  return present<Report>({
    ...known,
    readWith,
    dueAt: 0,
    revision,
    failures: 0,
    cutOffs: 0,
    highWater: {},
    oddities: {},
  });
}

/** A delay that a provider asked for, and the moment at which it ends. */
type Asked = Required<Pick<Report, 'notBefore' | 'asked'>>;

/** The report after the provider asked otherwise than by an attempt to be left alone: when the key was tested. */
export function hold(report: Report, revision: number, asked: Asked, now: number): Report {
  const known = ofRevision(report, revision);
  // What failed before says nothing of another key or address.
  const failure: Failure | undefined = known === report ? report.failure : { kind: 'rate-limited', at: now };
  const later = laterAsked(known, asked, now);
  return present<Report>({ ...known, failure, ...later, dueAt: Math.max(known.dueAt, later.notBefore ?? 0) });
}

/** What was asked for before still holds, whatever another request met that was under way; but not what no rule can have planned. */
function laterAsked(before: Partial<Asked>, after: Partial<Asked>, now: number): Partial<Asked> {
  const { notBefore = 0 } = before;
  const holds = notBefore > Math.max(now, after.notBefore ?? 0) && notBefore <= now + longestDelay;
  const { asked, notBefore: until } = holds ? before : after;
  return present<Partial<Asked>>({ notBefore: until, asked });
}

/** The last reading, unless it was made before a change of key or address. */
export function ownReading({ reading, readWith, revision }: Report): Reading | undefined {
  return readWith === undefined || readWith === revision ? reading : undefined;
}

/**
 * The report after an attempt that left no news, because the worker was ended under it. Mostly it is simply made again;
 * the third in a row is a failure, and the next is then due at `dueAt`.
 */
export function giveUp(report: Report, dueAt: number): Report {
  const { attempt, ...left } = report;
  if (!attempt) return report;
  const after = { ...left, cutOffs: report.cutOffs + 1, told: attempt.number };
  if (after.cutOffs % cutOffsThatFail !== 0) return after;
  return {
    ...without(after, 'slot'),
    failure: { kind: 'timeout', defect: 'interrupted', at: attempt.at },
    failures: report.failures + 1,
    dueAt,
  };
}

/**
 * The report with another moment for its next poll. Where the clock was set back, what the provider asked for is counted
 * from now, so that it is not undercut.
 */
export function postpone(report: Report, slot: number, now: number): Report {
  return present<Report>({ ...report, slot, notBefore: askedUntil(report, now) });
}

/**
 * Until when the provider asked to be left alone, in milliseconds since 1970. When the clock is set back it counts from
 * now, for nothing tells how long ago it was asked.
 */
export function askedUntil(report: Report, now: number): number | undefined {
  const { notBefore, asked } = report;
  if (notBefore === undefined || asked === undefined || lastMoment(report) <= now) return notBefore;
  return Math.min(notBefore, now + asked);
}

/** When something last happened, in milliseconds since 1970; 0 when nothing did. */
export function lastMoment({ attempt, failure, reading }: Report): number {
  return attempt?.at ?? failure?.at ?? reading?.at ?? 0;
}

/**
 * The report after an attempt: a reading replaces, a failure joins and never erases.
 * News of an attempt that is older than what is known, or that was made with another key, change nothing.
 */
export function tell(report: Report, attempt: Attempt, news: News): Report {
  if (attempt.number <= report.told || attempt.revision !== report.revision) return report;
  const isLatest = report.attempt?.number === attempt.number;
  const { notBefore, asked } = laterAsked(report, news, (news.reading ?? news.failure)?.at ?? 0);
  return present<Report>({
    version: 1,
    reading: news.reading ?? report.reading,
    readWith: news.reading ? undefined : report.readWith,
    failure: news.failure,
    failures: failuresAfter(report, news.failure),
    cutOffs: 0,
    dueAt: Math.max(news.dueAt, notBefore ?? 0),
    notBefore,
    asked,
    attempt: isLatest ? undefined : report.attempt,
    told: attempt.number,
    revision: report.revision,
    highWater: news.reading ? highWaterAfter(report, news.reading) : report.highWater,
    oddities: news.reading ? odditiesAfter(report, news.reading) : report.oddities,
  });
}

/** Failed attempts in a row, with this one. No network is nobody's failure, and a refusal says nothing of what failed before. */
export function failuresAfter({ failure: before, failures }: Report, failure: Failure | undefined): number {
  if (!failure) return 0;
  if (failure.kind === 'offline' && failure.host === undefined) return failures;
  return failure.kind === 'unauthorized' && before?.kind !== 'unauthorized' ? 1 : failures + 1;
}
