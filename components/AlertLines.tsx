import { switchedKinds } from '../lib/alert-settings.ts';
import type { Draft, Problems } from '../lib/draft.ts';
import { amount } from '../lib/format.ts';
import { balanceName } from '../lib/names.ts';
import type { Tones } from '../lib/tones.ts';
import { t } from '../lib/words.ts';
import { CheckLine } from './CheckLine.tsx';
import { Details } from './Details.tsx';
import { TextLine } from './Line.tsx';

export interface AlertLinesProps {
  /** The ids of the balances to be set. */
  balances: string[];
  /** Those that are set for all accounts. */
  tones: Tones;
  draft: Draft;
  problems: Problems;
  onChange: (part: Partial<Draft>) => void;
}

/** What is told of this account otherwise than of the others. */
export function AlertLines({ balances, tones, draft, problems, onChange }: AlertLinesProps) {
  const several = balances.length > 1;
  const { silent, alertLow, alertCritical, alertAt, alertDays, alertOff } = draft;
  const isSet =
    silent ||
    `${alertLow}${alertCritical}${alertDays}` !== '' ||
    Object.keys(alertAt).length > 0 ||
    alertOff.length > 0;
  const percents = [
    { id: 'alertLow', label: t('form.alertLow'), forAll: tones.low },
    { id: 'alertCritical', label: t('form.alertCritical'), forAll: tones.critical },
  ] as const;
  return (
    <Details
      title={t('form.alerts')}
      opened={isSet}
      isWrong={Object.keys(problems).some((line) => line.startsWith('alert'))}
    >
      <CheckLine label={t('form.silent')} checked={silent} onChange={(on) => onChange({ silent: on })} />
      {percents.map(({ id, label, forAll }) => (
        <TextLine
          key={id}
          id={id}
          mode="decimal"
          label={label}
          hint={t('form.alertPercentHint', [amount(forAll)])}
          problem={problems[id]}
          value={draft[id]}
          onChange={(typed) => onChange({ [id]: typed })}
        />
      ))}
      {balances.map((id) => (
        <TextLine
          key={id}
          id={`alertAt.${id}`}
          mode="decimal"
          label={several ? t('form.alertAtOf', [balanceName(id)]) : t('form.alertAt')}
          hint={t('form.alertAtHint')}
          problem={problems[`alertAt.${id}`]}
          value={alertAt[id] ?? ''}
          onChange={(typed) => onChange({ alertAt: { ...alertAt, [id]: typed } })}
        />
      ))}
      <TextLine
        id="alertDays"
        mode="decimal"
        label={t('form.alertDays')}
        hint={t('form.alertAtHint')}
        problem={problems['alertDays']}
        value={alertDays}
        onChange={(typed) => onChange({ alertDays: typed })}
      />
      <div class="rules" role="group" aria-labelledby="alertOff">
        <h3 id="alertOff">{t('form.alertOff')}</h3>
        {switchedKinds.map((kind) => (
          <CheckLine
            key={kind}
            label={t(`kind.${kind}`)}
            checked={alertOff.includes(kind)}
            onChange={(on) => onChange({ alertOff: on ? [...alertOff, kind] : alertOff.filter((one) => one !== kind) })}
          />
        ))}
      </div>
    </Details>
  );
}
