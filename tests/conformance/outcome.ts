import { badgeOf } from '../../lib/badge.ts';
import { dueOf, intervalOf } from '../../lib/due.ts';
import { failureSentence } from '../../lib/failure-sentences.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import type { Account } from '../../lib/account.ts';
import type { Found } from '../../lib/poll.ts';
import { begin, emptyReport, failuresAfter, tell, type News, type Report } from '../../lib/report.ts';
import { nextDue } from '../../lib/retry.ts';
import { amountSentence, percentText } from '../../lib/sentences.ts';
import { defaultSettings, type Settings } from '../../lib/settings.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { Failing, Reading } from './case.ts';
import { accountOf, filled, type Case } from './cases.ts';

/** What the product makes of what a poll found, in the form of the tables. */
export function outcomeOf(one: Case, found: Found, simulator: Simulator, now: number): Reading | Failing {
  const account = accountOf(one, simulator);
  const before = reportBefore(one, now);
  const sooner = reportAfter(before, account, found, { settings: defaultSettings, now, random: 0 });
  const later = reportAfter(before, account, found, { settings: defaultSettings, now, random: 1 });
  const next = {
    earliest: secondsUntil(dueOf(account, sooner, defaultSettings, now), now),
    latest: secondsUntil(dueOf(account, later, defaultSettings, now), now),
    ...(sooner.notBefore !== undefined && { notBefore: secondsUntil(sooner.notBefore, now) }),
  };
  const shown = gaugesOf(account, sooner, defaultSettings, now);
  const badge = badgeOf([shown], now).text;
  if (found.failure) {
    const { at: _, host: __, ...failure } = found.failure;
    const { failures, reading } = sooner;
    return { failure, sentence: failureSentence(found.failure, { account, failures, reading }), badge, next };
  }
  const balances = found.reading?.balances ?? [];
  const gauges = balances.flatMap(({ id }) => shown.gauges.find(({ balance }) => balance.id === id) ?? []);
  const odd = gauges.flatMap(({ balance, oddity }) => (oddity ? [[balance.id, oddity.kind] as const] : []));
  return {
    balances,
    percent: gauges.map(({ share }) => (share ? percentText(share) : null)),
    basis: gauges.map(({ share }) => share?.basis ?? null),
    tone: gauges.map(({ tone }) => tone),
    ...('shown' in one.outcome && { shown: gauges.map((gauge) => amountSentence(gauge)) }),
    ...(odd.length > 0 && { odd: Object.fromEntries(odd) }),
    badge,
    next,
  };
}

/** What the case expects, with its placeholders filled in. */
export function expectedOf(one: Case, simulator: Simulator): Reading | Failing {
  const { outcome } = one;
  return 'failure' in outcome ? { ...outcome, sentence: filled(outcome.sentence, one, simulator) } : outcome;
}

interface Circumstances {
  settings: Settings;
  now: number;
  /** May be 1 here, which chance never reaches: the end of the range. */
  random: number;
}

/** The report after a poll found this, as the worker would write it. */
export function reportAfter(before: Report, account: Account, found: Found, circumstances: Circumstances): Report {
  const { settings, now, random } = circumstances;
  const report = begin(before, account.revision, now, now);
  const { reading, failure, wait } = found;
  const outcome = { ...(failure && { failure }), ...(wait !== undefined && { wait }) };
  const news: News = {
    ...(reading && { reading }),
    ...(failure && { failure }),
    ...(wait !== undefined && { notBefore: now + wait }),
    dueAt: nextDue(outcome, failuresAfter(report, failure), intervalOf(account, settings), now, () => random),
  };
  return tell(report, attemptOf(report), news);
}

function reportBefore({ before, outcome }: Case, now: number): Report {
  const begun = begin(emptyReport, 0, now, now);
  const at = now - defaultSettings.interval * 60_000;
  const { balances, failures = 0 } = before ?? {};
  const report = balances ? tell(begun, attemptOf(begun), { reading: { at, balances }, dueAt: now }) : begun;
  // Failures before this one were of its kind.
  const failure = failures > 0 && 'failure' in outcome ? { ...outcome.failure, at } : undefined;
  return { ...report, failures, ...(failure && { failure }) };
}

function attemptOf({ attempt, revision }: Report): { number: number; revision: number } {
  return { number: attempt?.number ?? 0, revision };
}

function secondsUntil(moment: number | undefined, now: number): number {
  return Math.round((moment ?? Number.NaN) - now) / 1000;
}
