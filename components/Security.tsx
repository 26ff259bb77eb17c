import { useRef } from 'preact/hooks';
import { exportsSentence } from '../lib/export-sentences.ts';
import type { LockState } from '../lib/passphrase.ts';
import { lockLabel } from '../lib/setting-labels.ts';
import { t } from '../lib/words.ts';
import { ChoiceLine } from './ChoiceLine.tsx';

export interface SecurityProps {
  state: LockState;
  /** Minutes; absent for not before the browser closes. */
  lockAfter: number | undefined;
  onTurnOn: () => void;
  onUnlock: () => void;
  onGiveUp: () => void;
  onLock: () => void;
  onChange: () => void;
  onTurnOff: () => void;
  onLockAfter: (minutes: number | undefined) => void;
  onExportKeys: () => void;
  onErase: () => void;
}

/** After how many minutes without use the keys may lock by themselves. */
const choices = [15, 60, 480];

/** How the keys are kept, what that protects from and what not, and the way out of it all. */
export function Security(props: SecurityProps) {
  const { state, lockAfter } = props;
  const first = {
    off: { label: t('security.turnOn'), onClick: props.onTurnOn },
    locked: { label: t('security.unlock'), onClick: props.onUnlock },
    unlocked: { label: t('security.lock'), onClick: props.onLock },
  }[state];
  const firstButton = useRef<HTMLButtonElement>(null);
  return (
    <section aria-labelledby="security-title" class="security">
      <h2 id="security-title">{t('security.title')}</h2>
      <p role="status">{stateText(state)}</p>
      <p class="hint">{t(state === 'off' ? 'security.device' : 'security.passphrase')}</p>
      <div class="actions">
        {/* One and the same in every state, so that it keeps the focus. */}
        <button ref={firstButton} type="button" class={state === 'locked' ? 'primary' : ''} onClick={first.onClick}>
          {first.label}
        </button>
        {state === 'locked' && (
          <button
            type="button"
            class="danger"
            onClick={() => {
              // This button goes with the keys.
              firstButton.current?.focus();
              props.onGiveUp();
            }}
          >
            {t('security.giveUp')}
          </button>
        )}
        {state === 'unlocked' && (
          <>
            <button type="button" onClick={props.onChange}>
              {t('security.change')}
            </button>
            <button
              type="button"
              onClick={() => {
                // This button goes with the passphrase.
                firstButton.current?.focus();
                props.onTurnOff();
              }}
            >
              {t('security.turnOff')}
            </button>
          </>
        )}
      </div>
      {state !== 'off' && (
        <ChoiceLine
          id="lock-after"
          label={t('security.lockAfter')}
          value={String(lockAfter ?? '')}
          choices={[
            { value: '', label: lockLabel(undefined) },
            ...[...new Set([...choices, ...(lockAfter === undefined ? [] : [lockAfter])])].map((minutes) => ({
              value: String(minutes),
              label: lockLabel(minutes),
            })),
          ]}
          onChange={(value) => props.onLockAfter(value === '' ? undefined : Number(value))}
        />
      )}
      <h3>{t('security.yours')}</h3>
      <p class="hint">{exportsSentence()}</p>
      <p class="hint">{t('security.yoursHint')}</p>
      <div class="actions">
        <button type="button" onClick={props.onExportKeys}>
          {t('security.exportKeys')}
        </button>
        <button type="button" class="danger" onClick={props.onErase}>
          {t('security.erase')}
        </button>
      </div>
    </section>
  );
}

function stateText(state: LockState): string {
  if (state === 'off') return t('security.isOff');
  return t(state === 'locked' ? 'security.isLocked' : 'security.isUnlocked');
}
