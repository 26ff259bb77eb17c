import { clock } from '../lib/format.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { ageOf, pauseSentence } from '../lib/sentences.ts';
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
  const last = Math.max(...accounts.map(({ report }) => report?.reading?.at ?? 0));
  const nexts = accounts.flatMap(({ nextAt }) => nextAt ?? []);
  const parts = [
    accounts.every(({ account }) => !account.enabled) ? t('popup.allDisabled') : '',
    accounts.some(({ checking }) => checking)
      ? t('time.checking')
      : last > 0
        ? t('time.checked', [ageOf(last, now)])
        : '',
    pausedUntil === undefined ? '' : pauseSentence(pausedUntil, now),
    pausedUntil === undefined && nexts.length > 0
      ? t('time.next', [clock(Math.max(now, Math.min(...nexts)), now)])
      : '',
  ];
  return <footer aria-live="off">{parts.filter((part) => part !== '').join(' · ')}</footer>;
}
