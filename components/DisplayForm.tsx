import { badgeFigures, type Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { ChoiceLine } from './ChoiceLine.tsx';

/** What is seen, and how. */
export function DisplayForm({ settings, onChange }: { settings: Settings; onChange: (settings: Settings) => void }) {
  return (
    <ChoiceLine
      id="badge-figure"
      label={t('display.badge')}
      hint={t('display.badgeHint')}
      value={settings.badge}
      choices={badgeFigures.map((value) => ({ value, label: badgeLabel(value) }))}
      onChange={(badge) => onChange({ ...settings, badge })}
    />
  );
}

function badgeLabel(figure: Settings['badge']): string {
  switch (figure) {
    case 'percent':
      return t('display.percent');
    case 'runs-out':
      return t('display.runsOut');
    case 'none':
      return t('display.none');
  }
}
