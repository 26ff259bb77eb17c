import type { Draft, Problems } from '../lib/draft.ts';
import { balanceName } from '../lib/names.ts';
import { t } from '../lib/words.ts';
import { CheckLine } from './CheckLine.tsx';
import { Details } from './Details.tsx';
import { TextLine } from './Line.tsx';

export interface AlertLinesProps {
  /** The ids of the balances to be set. */
  balances: string[];
  draft: Draft;
  problems: Problems;
  onChange: (part: Partial<Draft>) => void;
}

/** What is told of this account otherwise than of the others. */
export function AlertLines({ balances, draft, problems, onChange }: AlertLinesProps) {
  const several = balances.length > 1;
  const isSet = draft.silent || draft.alertDays !== '' || Object.keys(draft.alertAt).length > 0;
  return (
    <Details
      title={t('form.alerts')}
      opened={isSet}
      isWrong={Object.keys(problems).some((line) => line.startsWith('alert'))}
    >
      <CheckLine label={t('form.silent')} checked={draft.silent} onChange={(silent) => onChange({ silent })} />
      {balances.map((id) => (
        <TextLine
          key={id}
          id={`alertAt.${id}`}
          mode="decimal"
          label={several ? t('form.alertAtOf', [balanceName(id)]) : t('form.alertAt')}
          hint={t('form.alertAtHint')}
          problem={problems[`alertAt.${id}`]}
          value={draft.alertAt[id] ?? ''}
          onChange={(amount) => onChange({ alertAt: { ...draft.alertAt, [id]: amount } })}
        />
      ))}
      <TextLine
        id="alertDays"
        mode="decimal"
        label={t('form.alertDays')}
        hint={t('form.alertAtHint')}
        problem={problems['alertDays']}
        value={draft.alertDays}
        onChange={(alertDays) => onChange({ alertDays })}
      />
    </Details>
  );
}
