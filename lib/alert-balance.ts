import { alertId, type AccountFacts, type Alert, type AlertFacts, type AlertKind, type BalanceFacts } from './alert.ts';
import { climbAmount, climbDays, climbPercent } from './alert-levels.ts';
import type { AccountRules } from './alert-settings.ts';
import type { BalanceMarks } from './alert-state.ts';
import { isCurrency } from './format.ts';
import { present } from './present.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** The steps of the ladder of percentages, from 1. */
const levelKinds = ['low', 'critical', 'empty'] as const;

/** Less of a full balance than this may come back without being told: refunds are no news. */
const leastArrival = 0.01;

interface Judged {
  marks: BalanceMarks;
  alerts: Alert[];
}

/** Something new, and the moment, in milliseconds since 1970, that tells it from others of its kind. */
type News = [kind: AlertKind, cycle: number, facts?: AlertFacts];

/** What is remembered of a balance now, and what is new about it. Without marks all is remembered, and nothing is new. */
export function judgeBalance(
  before: BalanceMarks | undefined,
  account: AccountFacts,
  balance: BalanceFacts,
  rules: AccountRules,
  now: number,
): Judged {
  // Amounts in another unit say nothing of those before.
  const known = before?.unit === balance.unit ? before : undefined;
  const readAt = account.readAt ?? now;
  const period = { isReset: isReset(known, balance, readAt), readAt };
  const percent = climbPercent(known, balance, rules, period);
  const amount = climbAmount(known?.amount, balance, rules.amounts[balance.id] ?? rules.amount, period);
  const days = climbDays(known?.days, balance, rules.days, now, period);
  const expiring = soonExpiring(known, balance, rules, now);
  const burnedAt = known?.burnedAt === undefined ? -Infinity : Math.min(known.burnedAt, now);
  // Without a new reading it is the burst that was told.
  const burns = balance.anomaly !== undefined && now - burnedAt >= day && readAt > burnedAt;
  const marks = present<BalanceMarks>({
    unit: balance.unit,
    resetsAt: balance.resetsAt ?? known?.resetsAt,
    full: percent.ladder.level === 0 ? balance.share?.full : known?.full,
    percent: percent.ladder,
    amount: amount?.ladder,
    days: days?.ladder,
    arrivedAt: Math.max(balance.arrived?.at ?? 0, known?.arrivedAt ?? readAt),
    expiring: [...(known?.expiring ?? []).filter((at) => at > now - day), ...expiring.map(({ at }) => at)],
    burnedAt: burns ? now : known?.burnedAt,
  });
  if (!known) return { marks, alerts: [] };

  const news: News[] = [];
  const level = worst(percent.from, percent.ladder.level, rules);
  if (level) news.push([level, readAt]);
  if (amount && amount.ladder.level > amount.from) news.push(['amount', readAt]);
  const { forecast, arrived, anomaly } = balance;
  if (days && days.ladder.level > days.from && forecast?.kind === 'runs-out')
    news.push(['days', readAt, { runsOutAt: forecast.at }]);
  if (arrived && arrived.at > known.arrivedAt && isMuch(arrived.amount, balance))
    news.push(['arrived', arrived.at, { amount: arrived.amount }]);
  for (const { amount: lost, at } of expiring) news.push(['expiring', at, { amount: lost, expiresAt: at }]);
  if (burns && anomaly) news.push(['burning', now, { perHour: anomaly.perHour, usual: anomaly.usual }]);
  const figures = figuresOf(balance);
  const alerts = news.map(([kind, cycle, facts]): Alert => ({
    id: alertId(account.account, balance.id, kind, cycle),
    kind,
    account: account.account,
    balance: balance.id,
    ...(account.balances.length > 1 && { several: true }),
    at: now,
    facts: { ...figures, ...facts },
  }));
  return { marks, alerts };
}

/** The day of the reset has come, and the provider tells another. */
function isReset(known: BalanceMarks | undefined, { resetsAt }: BalanceFacts, readAt: number): boolean {
  if (known?.resetsAt === undefined || resetsAt === undefined) return false;
  return known.resetsAt <= readAt && resetsAt !== known.resetsAt;
}

/** Of the levels that were crossed at once, the worst that the user wants to hear of. */
function worst(from: number, to: number, { kinds }: AccountRules): AlertKind | undefined {
  return levelKinds.slice(from, Math.max(from, to)).findLast((kind) => kinds.has(kind));
}

/** What is lost soon and has not been told, one for each moment: providers that count it anew may be off by a little. */
function soonExpiring(
  known: BalanceMarks | undefined,
  balance: BalanceFacts,
  { expiringDays }: AccountRules,
  now: number,
): { amount: number; at: number }[] {
  const found: { amount: number; at: number }[] = [];
  for (const { amount, at } of balance.expiring) {
    const isSoon = amount > 0 && at > now && at - now <= expiringDays * day;
    const same = found.find((one) => Math.abs(one.at - at) < hour);
    const isTold = known?.expiring.some((told) => Math.abs(told - at) < hour) ?? false;
    if (same && isSoon) same.amount += amount;
    else if (isSoon && !isTold) found.push({ amount, at });
  }
  return found;
}

function isMuch(amount: number, { share }: BalanceFacts): boolean {
  return amount > 0 && amount >= (share?.full ?? 0) * leastArrival;
}

/** A unit that we have no word for is the provider's own text, and stays out. */
function figuresOf({ remaining, unit, share }: BalanceFacts): AlertFacts {
  const isKnown = unit === 'credit' || unit === 'token' || isCurrency(unit);
  return {
    remaining,
    ...(isKnown && { unit }),
    ...(share && { percent: share.percent, percentText: share.text, full: share.full, basis: share.basis }),
  };
}
