import { useState } from 'preact/hooks';
import type { AccountDiagnostics } from '../lib/diagnostics.ts';
import { clock, span } from '../lib/format.ts';
import { endingName } from '../lib/names.ts';
import { accountTitle } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';

/** The last attempts of one account, latest first; drawn when it is opened, for there may be many accounts. */
export function AttemptList({ of: { account, journal, nextAt }, now }: { of: AccountDiagnostics; now: number }) {
  const [isOpen, setOpen] = useState(false);
  const summary = [
    accountTitle(account),
    ...(journal ? [t('diagnostics.attempts', journal.entries.length)] : []),
    ...(journal && journal.missed > 0 ? [t('diagnostics.missedOf', [String(journal.missed)])] : []),
    ...(nextAt === undefined ? [] : [t('time.next', [clock(Math.max(now, nextAt), now)])]),
  ];
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{summary.join(' · ')}</summary>
      {isOpen && journal && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('diagnostics.time')}</th>
              <th scope="col">{t('diagnostics.outcome')}</th>
              <th scope="col">{t('diagnostics.took')}</th>
              <th scope="col">{t('diagnostics.next')}</th>
            </tr>
          </thead>
          <tbody>
            {journal.entries.toReversed().map(([number, at, took, ending, dueAt]) => (
              <tr key={number}>
                <td>{clock(at, now)}</td>
                <td>{endingName(ending)}</td>
                <td>{ending === 'interrupted' ? '' : span(took)}</td>
                <td>{clock(dueAt, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
