import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Account } from '../lib/account.ts';
import { draftOf, submit, type Draft, type Problems, type Submission } from '../lib/draft.ts';
import { checkKey, privateHostOf } from '../lib/input.ts';
import { ownerOf, providerOfKey } from '../lib/key-shape.ts';
import type { Provider } from '../lib/provider.ts';
import type { Tones } from '../lib/tones.ts';
import { t } from '../lib/words.ts';
import { AdvancedLines } from './AdvancedLines.tsx';
import { AlertLines } from './AlertLines.tsx';
import { KeyLine } from './KeyLine.tsx';
import { Line, TextLine, tied } from './Line.tsx';

export interface AccountFormProps {
  providers: readonly Provider[];
  /** The account to edit; absent for a new one. */
  account?: Account | undefined;
  newId: string;
  /** Those that are set for all accounts. */
  tones: Tones;
  /** The ids of the balances that the last reading had. */
  seen?: string[];
  /** Called in the click itself, so that access may be asked for. */
  onSave: (submission: Submission) => void;
  /** Resolves to what the test found, in words. */
  onTest: (submission: Submission) => Promise<TestResult>;
  onCancel: () => void;
}

export interface TestResult {
  good: boolean;
  text: string;
}

/** The form of a new account, or of one that is there. */
export function AccountForm({ providers, account, newId, tones, seen, onSave, onTest, onCancel }: AccountFormProps) {
  const [provider, setProvider] = useState(
    () => providers.find(({ id }) => id === account?.provider) ?? (providers[0] as Provider),
  );
  const [draft, setDraft] = useState<Draft>(() => draftOf(account, provider));
  const [problems, setProblems] = useState<Problems>({});
  const [result, setResult] = useState<TestResult | 'testing'>();
  const form = useRef<HTMLFormElement>(null);
  /** Grows with every change, so that the result of testing something else is not shown. */
  const edition = useRef(0);
  /** What was warned of: a key that seems not to go with the provider, an address in the user's own network. */
  const warnedOf = useRef('');

  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('select:enabled, input')?.focus(), []);
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), [problems]);

  const change = (part: Partial<Draft>) => {
    edition.current += 1;
    setDraft({ ...draft, ...part });
    setResult(undefined);
  };
  const choose = (id: string, key = draft.key) => {
    const chosen = providers.find((one) => one.id === id) ?? provider;
    setProvider(chosen);
    setProblems({});
    // What was typed stays, but for what only the other provider has; a label that we suggested follows the provider.
    change({
      ...draftOf(undefined, chosen),
      key,
      baseUrl: draft.baseUrl,
      ...(draft.label !== provider.name && { label: draft.label }),
    });
  };
  const changeKey = (key: string) => {
    const cleaned = checkKey(key);
    const owner = 'value' in cleaned ? providerOfKey(cleaned.value) : undefined;
    // Only what comes at once, as a paste does: who chose the provider after it means it.
    if (account || !owner || owner.id === provider.id || draft.key !== '') return change({ key });
    choose(owner.id, key);
    setResult({ good: true, text: t('form.suggested', [owner.name]) });
  };
  const checked = (): Submission | undefined => {
    const submission = submit(draft, provider, account, newId, tones);
    if ('problems' in submission) {
      setProblems(submission.problems);
      setResult(undefined);
      return undefined;
    }
    setProblems({});
    const warnings = warningsOf(submission, provider, account);
    const warned = [provider.id, submission.key, submission.account.baseUrl].join(' ');
    if (warnings.length > 0 && warnedOf.current !== warned) {
      // Once: whoever presses again means it.
      warnedOf.current = warned;
      setResult({ good: false, text: warnings.join(' ') });
      return undefined;
    }
    return submission;
  };
  const save = (event: Event) => {
    event.preventDefault();
    const submission = checked();
    if (submission) onSave(submission);
  };
  const test = async () => {
    if (result === 'testing') return;
    const submission = checked();
    if (!submission) return;
    setResult('testing');
    const tested = edition.current;
    const found = await onTest(submission).catch(() => ({ good: false, text: t('form.testLost') }));
    if (tested === edition.current) setResult(found);
  };

  const balances = [...new Set([...provider.balances, ...(seen ?? [])])];
  return (
    <form ref={form} class="account-form" noValidate onSubmit={save} aria-labelledby="form-title">
      <h2 id="form-title">{account ? t('form.edit', [account.label]) : t('form.add')}</h2>
      <Line id="provider" label={t('form.provider')} hint={intervalHint(provider)}>
        <select
          {...tied({ id: 'provider', label: '', hint: intervalHint(provider) })}
          value={provider.id}
          disabled={account !== undefined}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Line>
      <TextLine
        id="label"
        label={t('form.label')}
        hint={t('form.labelHint')}
        problem={problems['label']}
        value={draft.label}
        onChange={(label) => change({ label })}
      />
      <KeyLine
        id="key"
        label={t('form.key')}
        hint={keyHint(draft.key, account?.keyEnd)}
        problem={problems['key']}
        value={draft.key}
        onChange={changeKey}
        onLines={() => setProblems({ ...problems, key: 'key-lines' })}
      />
      <p class="hint">
        <a href={provider.dashboard ?? provider.docs} target="_blank" rel="noreferrer">
          {t(provider.dashboard === undefined ? 'form.documentation' : 'form.docs')}
        </a>
      </p>
      <AdvancedLines provider={provider} balances={balances} draft={draft} problems={problems} onChange={change} />
      <AlertLines balances={balances} tones={tones} draft={draft} problems={problems} onChange={change} />
      <p class={`result ${typeof result === 'object' ? (result.good ? 'good' : 'bad') : ''}`} role="status">
        {result === 'testing' ? t('form.testing') : result?.text}
      </p>
      <div class="actions">
        <button type="submit" class="primary">
          {t('form.save')}
        </button>
        <button type="button" aria-disabled={result === 'testing'} onClick={() => void test()}>
          {t('form.test')}
        </button>
        <button type="button" onClick={onCancel}>
          {t('dialog.cancel')}
        </button>
      </div>
    </form>
  );
}

/** What can be meant, but is mostly an error or somebody else's wish. */
function warningsOf({ account: { baseUrl }, key }: Submission, { id, name }: Provider, old?: Account): string[] {
  const owner = key === undefined ? undefined : ownerOf(key, id);
  const host = baseUrl === undefined || baseUrl === old?.baseUrl ? undefined : privateHostOf(baseUrl);
  return [
    ...(owner === undefined ? [] : [t('form.foreignKey', [owner, name])]),
    ...(host === undefined ? [] : [t('form.privateHost', [host])]),
  ];
}

/** Says what is taken off a key, or that the saved one may stay. */
function keyHint(typed: string, keyEnd: string | undefined): string | undefined {
  const checked = checkKey(typed);
  if ('value' in checked && checked.value !== typed) return t('form.cleaned');
  return keyEnd === undefined ? undefined : t('form.keyKept', [keyEnd]);
}

function intervalHint({ name, leastInterval }: Provider): string | undefined {
  return leastInterval === undefined ? undefined : t('form.leastInterval', [name, leastInterval]);
}
