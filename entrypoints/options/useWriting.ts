import { useState } from 'preact/hooks';
import { originOf, type Account } from '../../lib/account.ts';
import { wishFor } from '../../lib/messages.ts';
import { askFor } from '../../lib/permissions.ts';
import { hostOf } from '../../lib/sentences.ts';
import { LockedError } from '../../lib/vault.ts';
import { t } from '../../lib/words.ts';

/** Writes for some accounts, which may have to be given access to, and says `done` in the end. Resolves to whether it was written. */
export type Write = (accounts: Account[], writing: () => Promise<void>, done: string) => Promise<boolean>;

/** How every part of the page writes, and the one line that says what came of it. */
export function useWriting(): { notice: string; setNotice: (notice: string) => void; write: Write } {
  const [notice, setNotice] = useState('');

  /**
   * Polls at once, and again when the user has answered whether we may. The asking comes first, for it needs the click, and
   * the writing does not wait for the answer.
   */
  const write: Write = async (accounts, writing, done) => {
    setNotice('');
    const asked = askFor(accounts.flatMap((account) => originOf(account) ?? [])).catch(() => false);
    try {
      await writing();
    } catch (error) {
      setNotice(t(error instanceof LockedError ? 'options.lockedSave' : 'options.notSaved'));
      return false;
    }
    setNotice(done);
    wishFor({ wish: 'catch-up' });
    void asked.then((allowed) => {
      if (!allowed) setNotice(t('form.denied', [[...new Set(accounts.map(hostOf))].join(', ')]));
      wishFor({ wish: 'catch-up' });
    });
    return true;
  };

  return { notice, setNotice, write };
}
