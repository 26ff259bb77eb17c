import { clock } from '../lib/format.ts';
import { areAllLate, type AccountGauges } from '../lib/gauge.ts';
import { ageOf, lateSentence, pauseSentence } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';

/** One quiet line that says that the polling is alive: when it last brought news, and when it goes on. */
export function PulseLine({
  accounts,
  pausedUntil,
  now,
}: {
  accounts: AccountGauges[];
  pausedUntil: number | undefined;
  now: number;
}) {
  const nexts = accounts.flatMap(({ nextAt }) => nextAt ?? []);
  const parts = [
    accounts.every(({ account }) => !account.enabled) ? t('popup.allDisabled') : '',
    accounts.some(({ checking }) => checking) ? t('time.checking') : readSentence(accounts, now),
    pausedUntil === undefined ? '' : pauseSentence(pausedUntil, now),
    pausedUntil === undefined && nexts.length > 0
      ? t('time.next', [clock(Math.max(now, Math.min(...nexts)), now)])
      : '',
  ];
  return <footer aria-live="off">{parts.filter((part) => part !== '').join(' · ')}</footer>;
}

/** When news last came; nothing before the first. */
function readSentence(accounts: AccountGauges[], now: number): string {
  const last = Math.max(...accounts.map(({ report }) => report?.reading?.at ?? 0));
  if (last === 0) return '';
  return areAllLate(accounts) ? lateSentence(last, now) : t('time.checked', [ageOf(last, now)]);
}
