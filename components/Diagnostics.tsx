import type { Diagnostics as Facts } from '../lib/diagnostics.ts';
import { clock, span, storageSize } from '../lib/format.ts';
import { t } from '../lib/words.ts';
import { AttemptList } from './AttemptList.tsx';

/** How the polling and the stores are doing, and a copy of it to send to somebody who helps. */
export function Diagnostics({ facts, now, onCopy }: { facts: Facts | undefined; now: number; onCopy: () => void }) {
  // What is not known of a database that cannot be read is not told to be nothing.
  const isRead = facts?.storage.error === undefined;
  return (
    <section aria-labelledby="diagnostics-title" class="diagnostics">
      <div class="line">
        <h2 id="diagnostics-title">{t('diagnostics.title')}</h2>
        <button type="button" onClick={onCopy}>
          {t('diagnostics.copy')}
        </button>
      </div>
      <p class="hint">{t('diagnostics.copyHint')}</p>
      {facts && (
        <>
          <dl>
            {(facts.alarm.last || isRead) && (
              <>
                <dt>{t('diagnostics.lastAlarm')}</dt>
                <dd>{lastAlarm(facts, now)}</dd>
              </>
            )}
            <dt>{t('diagnostics.nextAlarm')}</dt>
            <dd>{facts.alarm.next === undefined ? t('diagnostics.noAlarm') : clock(facts.alarm.next, now)}</dd>
            {isRead && (
              <>
                <dt>{t('diagnostics.missed')}</dt>
                <dd>{facts.accounts.reduce((sum, { journal }) => sum + (journal?.missed ?? 0), 0)}</dd>
              </>
            )}
            <dt>{t('diagnostics.storage')}</dt>
            <dd>{storageText(facts)}</dd>
          </dl>
          {facts.accounts.map((one) => (
            <AttemptList key={one.account.id} of={one} now={now} />
          ))}
        </>
      )}
    </section>
  );
}

function lastAlarm({ alarm: { last } }: Facts, now: number): string {
  if (!last) return t('diagnostics.never');
  const late = Math.max(0, last.at - last.scheduled);
  return t('diagnostics.late', [clock(last.at, now), span(late)]);
}

function storageText({ storage: { error, isMirrored, setAside = 0, bytes } }: Facts): string {
  return [
    error === undefined
      ? t(isMirrored ? 'diagnostics.mirrored' : 'diagnostics.notMirrored')
      : t('diagnostics.notRead', [error]),
    setAside > 0 ? t('diagnostics.setAside', setAside) : '',
    bytes === undefined ? '' : storageSize(bytes),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
