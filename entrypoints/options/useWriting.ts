import { useState } from 'preact/hooks';
import { originOf, type Account } from '../../lib/account.ts';
import { wishFor } from '../../lib/messages.ts';
import { askFor } from '../../lib/permissions.ts';
import { hostOf } from '../../lib/sentences.ts';
import { LockedError } from '../../lib/vault.ts';
import { t } from '../../lib/words.ts';

/** Writes for some accounts, which may have to be given access to, and says `done` in the end, which what was written may decide: nothing where it changed nothing. Resolves to whether it was written. */
export type Write = (
  accounts: Account[],
  writing: () => Promise<void>,
  done: string | (() => string),
  /** Puts back what was there before, where that can be done. */
  undoing?: () => Promise<void>,
) => Promise<boolean>;

export interface Writing {
  notice: string;
  setNotice: (notice: string) => void;
  write: Write;
  /** Takes back what was last written, where that can be done. */
  undo: (() => void) | undefined;
}

interface Told {
  notice: string;
  undoing?: () => Promise<void>;
  /** The control by which it was changed. */
  changed?: Element | null;
}

/** How every part of the page writes, and the one line that says what came of it. */
export function useWriting(): Writing {
  const [told, setTold] = useState<Told>({ notice: '' });
  const { notice, undoing, changed } = told;
  const setNotice = (text: string) => setTold({ notice: text });

  /**
   * Polls at once, and again when the user has answered whether we may. The asking comes first, for it needs the click, and
   * the writing does not wait for the answer.
   */
  const write: Write = async (accounts, writing, done, undoingIt) => {
    const control = document.activeElement;
    setNotice('');
    const asked = askFor(accounts.flatMap((account) => originOf(account) ?? [])).catch(() => false);
    try {
      await writing();
    } catch (error) {
      setNotice(t(error instanceof LockedError ? 'options.lockedSave' : 'options.notSaved'));
      return false;
    }
    const said = typeof done === 'string' ? done : done();
    // Where there is nothing to say nothing was changed, and what was changed before can still be taken back.
    if (said === '') setTold((now) => (now.notice === '' ? told : now));
    else setTold({ notice: said, ...(undoingIt && { undoing: undoingIt, changed: control }) });
    wishFor({ wish: 'catch-up' });
    void asked.then((allowed) => {
      if (!allowed) setNotice(t('form.denied', [[...new Set(accounts.map(hostOf))].join(', ')]));
      wishFor({ wish: 'catch-up' });
    });
    return true;
  };

  const undo =
    undoing &&
    (() => {
      // The button for it goes away; what it changes back is where one wants to be.
      if (changed instanceof HTMLElement) changed.focus();
      void write([], undoing, t('options.undone'));
    });
  return { notice, setNotice, write, undo };
}
