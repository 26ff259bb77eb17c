import { orders, type Display } from '../lib/display.ts';
import { badgeLabel } from '../lib/setting-labels.ts';
import { badgeFigures, type GivenSettings, type Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { CheckLine } from './CheckLine.tsx';
import { ChoiceLine } from './ChoiceLine.tsx';

export interface DisplayFormProps {
  settings: Settings;
  /** Places beside the badge and the popup, and whether the user has them; without those that the browser has not. */
  extras: { name: 'menu' | 'panel'; isOn: boolean }[];
  /** Called in the click itself, so that the permission may be asked for. */
  onExtra: (name: 'menu' | 'panel', on: boolean) => void;
  onChange: (given: GivenSettings) => void;
}

/** What is seen, and how. */
export function DisplayForm({ settings, extras, onExtra, onChange }: DisplayFormProps) {
  const { badge, display } = settings;
  const change = (part: Partial<Display>) => onChange({ display: part });
  return (
    <>
      <ChoiceLine
        id="badge-figure"
        label={t('display.badge')}
        hint={badgeHint(badge)}
        value={badge}
        choices={badgeFigures.map((value) => ({ value, label: badgeLabel(value) }))}
        onChange={(figure) => onChange({ badge: figure })}
      />
      <ChoiceLine
        id="order"
        label={t('display.order')}
        hint={t('display.orderHint')}
        value={display.order}
        choices={orders.map((value) => ({ value, label: t(`order.${value}`) }))}
        onChange={(order) => change({ order })}
      />
      <ChoiceLine
        id="figure"
        label={t('display.figure')}
        value={display.figure}
        choices={[
          { value: 'left', label: t('display.left') },
          { value: 'used', label: t('display.used') },
        ]}
        onChange={(figure) => change({ figure })}
      />
      <ChoiceLine
        id="end"
        label={t('display.end')}
        value={display.end}
        choices={[
          { value: 'date', label: t('display.date') },
          { value: 'countdown', label: t('display.countdown') },
        ]}
        onChange={(end) => change({ end })}
      />
      <CheckLine label={t('display.grouped')} checked={display.grouped} onChange={(grouped) => change({ grouped })} />
      {extras.map(({ name, isOn }) => (
        <CheckLine key={name} label={t(`display.${name}`)} checked={isOn} onChange={(on) => onExtra(name, on)} />
      ))}
      <CheckLine
        label={t('display.shortcuts')}
        checked={display.shortcuts}
        onChange={(shortcuts) => change({ shortcuts })}
      />
      <CheckLine
        label={t('popup.hide')}
        checked={display.discreet}
        onChange={(discreet) => change({ discreet })}
        hint={t('display.hideHint')}
      />
    </>
  );
}

function badgeHint(figure: Settings['badge']): string | undefined {
  if (figure === 'none') return undefined;
  return t(figure === 'percent' ? 'display.badgeHint' : 'display.badgeRunsOutHint');
}
