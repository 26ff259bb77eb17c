import { useState } from 'preact/hooks';
import { checkPassphrase, type Problem } from '../lib/input.ts';
import { t } from '../lib/words.ts';
import { Dialog } from './Dialog.tsx';
import { Line, tied } from './Line.tsx';

export interface PassphraseDialogProps {
  title: string;
  text: string;
  /** What the confirming button says. */
  confirm: string;
  /** Asks for a new one, twice; otherwise for the one that is there. */
  isNew?: boolean;
  /** Asks for the one that is there before the new one. */
  asksOld?: boolean;
  /** Another way out, beside giving up. */
  other?: { label: string; onClick: () => void };
  /** Resolves to what is wrong, if anything is; rejects when it could not be done. */
  onSubmit: (passphrase: string, old: string) => Promise<Problem | undefined>;
  onClose: () => void;
}

/** Asks for a passphrase. What is typed stays in this dialog and in the call. */
export function PassphraseDialog(props: PassphraseDialogProps) {
  const { title, text, confirm, isNew = false, asksOld = false, other, onSubmit, onClose } = props;
  const [old, setOld] = useState('');
  const [typed, setTyped] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    const checked = isNew ? checkPassphrase(typed, again) : { value: typed };
    if ('problem' in checked) return setProblem(checked.problem);
    setBusy(true);
    setFailed(false);
    try {
      setProblem(await onSubmit(checked.value, old));
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  const isOfOld = problem === 'passphrase-wrong' || problem === 'passphrase-wait';
  const oldProblem = asksOld && isOfOld ? problem : undefined;
  const ownProblem = oldProblem || problem === 'passphrase-differs' ? undefined : problem;
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="passphrase" noValidate onSubmit={(event) => void submit(event)}>
        <p>{text}</p>
        {asksOld && (
          <Field id="old-passphrase" label={t('passphrase.old')} problem={oldProblem} value={old} onChange={setOld} />
        )}
        <Field
          id="passphrase"
          label={t(isNew ? 'passphrase.new' : 'passphrase.label')}
          hint={isNew ? t('passphrase.hint') : undefined}
          problem={ownProblem}
          value={typed}
          onChange={setTyped}
        />
        {isNew && (
          <Field
            id="passphrase-again"
            label={t('passphrase.again')}
            problem={problem === 'passphrase-differs' ? problem : undefined}
            value={again}
            onChange={setAgain}
          />
        )}
        <p class={hasFailed ? 'problem' : 'hint'} role="status">
          {isBusy ? t('passphrase.working') : hasFailed && t('passphrase.failed')}
        </p>
        <div class="actions">
          <button type="submit" class="primary" aria-disabled={isBusy}>
            {confirm}
          </button>
          {other && (
            <button type="button" onClick={other.onClick}>
              {other.label}
            </button>
          )}
          <button type="button" onClick={onClose}>
            {t('dialog.cancel')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  problem: Problem | undefined;
  value: string;
  onChange: (value: string) => void;
}

function Field({ value, onChange, ...line }: FieldProps) {
  return (
    <Line {...line}>
      <input
        {...tied(line)}
        type="password"
        autocomplete="off"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Line>
  );
}
