import type { Draft, Problems } from '../lib/draft.ts';
import type { Provider } from '../lib/provider.ts';
import { balanceName, fieldHint, fieldName } from '../lib/names.ts';
import { t } from '../lib/words.ts';
import { Details } from './Details.tsx';
import { TextLine } from './Line.tsx';

/** What most people never need: another address, another full amount, the provider's own lines. Open where something is set, opened where something is wrong. */
export function AdvancedLines({
  provider,
  balances,
  draft,
  problems,
  onChange,
}: {
  provider: Provider;
  /** The ids of the balances to be set. */
  balances: string[];
  draft: Draft;
  problems: Problems;
  onChange: (part: Partial<Draft>) => void;
}) {
  const { fields = [] } = provider;
  const isSet =
    draft.baseUrl !== '' || draft.muted.length > 0 || Object.keys({ ...draft.full, ...draft.fields }).length > 0;
  const isWrong = Object.keys(problems).some((line) => line !== 'label' && line !== 'key' && !line.startsWith('alert'));
  const several = balances.length > 1;
  return (
    <Details title={t('form.advanced')} opened={isSet} isWrong={isWrong}>
      <TextLine
        id="baseUrl"
        mode="url"
        label={t('form.baseUrl')}
        hint={t('form.baseUrlHint', [provider.origin])}
        problem={problems['baseUrl']}
        value={draft.baseUrl}
        onChange={(baseUrl) => onChange({ baseUrl })}
      />
      {balances.map((id) => (
        <TextLine
          key={id}
          id={`full.${id}`}
          mode="decimal"
          label={several ? t('form.fullOf', [balanceName(id)]) : t('form.full')}
          hint={t('form.fullHint', [provider.name])}
          problem={problems[`full.${id}`]}
          value={draft.full[id] ?? ''}
          onChange={(amount) => onChange({ full: { ...draft.full, [id]: amount } })}
        />
      ))}
      {fields.map(({ id }) => (
        <TextLine
          key={id}
          id={`fields.${id}`}
          label={fieldName(id)}
          hint={fieldHint(id)}
          problem={problems[`fields.${id}`]}
          value={draft.fields[id] ?? ''}
          onChange={(value) => onChange({ fields: { ...draft.fields, [id]: value } })}
        />
      ))}
      {balances.map((id) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            checked={!draft.muted.includes(id)}
            onChange={(event) =>
              onChange({
                muted: event.currentTarget.checked ? draft.muted.filter((one) => one !== id) : [...draft.muted, id],
              })
            }
          />
          {several ? t('form.badgeOf', [balanceName(id)]) : t('form.badge')}
        </label>
      ))}
      <label class="check">
        <input
          type="checkbox"
          checked={draft.forget}
          aria-describedby="forget-hint"
          onChange={(event) => onChange({ forget: event.currentTarget.checked })}
        />
        {t('form.forget')}
      </label>
      <p class="hint" id="forget-hint">
        {t('form.forgetHint')}
      </p>
    </Details>
  );
}
