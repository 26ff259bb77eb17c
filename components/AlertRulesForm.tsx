import { defaultAlertRules } from '../lib/alert-settings.ts';
import { checkAlertNumber, checkTones } from '../lib/input.ts';
import type { GivenSettings, Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { QuietLines } from './QuietLines.tsx';
import { RuleLine } from './RuleLine.tsx';

const flags = ['empty', 'refused', 'arrived', 'burning'] as const;
const numbers = ['days', 'expiringDays', 'failingHours', 'amount'] as const;

/** What a number is when its rule is switched on and has no usual one. */
const firstAmount = 100;

export interface AlertRulesFormProps {
  settings: Settings;
  onChange: (given: GivenSettings) => void;
}

/** What the user wants to be told, and when not; saved as soon as it is changed to something that can be taken. */
export function AlertRulesForm({ settings, onChange }: AlertRulesFormProps) {
  const { low, critical, alerts } = settings;
  const change = (rules: NonNullable<GivenSettings['alerts']>) => onChange({ alerts: rules });
  return (
    <div class="rules" role="group" aria-labelledby="rules-title">
      <h3 id="rules-title">{t('alerts.what')}</h3>
      <RuleLine
        id="tone-low"
        label={t('alerts.low')}
        checked={alerts.low}
        onCheck={(on) => change({ low: on })}
        number={{
          value: low,
          unit: '%',
          // The tones go by it as well.
          stays: true,
          check: (text) => checkTones(text, (percent) => percent > critical),
          onChange: (percent) => onChange({ low: percent }),
        }}
      />
      <RuleLine
        id="tone-critical"
        label={t('alerts.critical')}
        checked={alerts.critical}
        onCheck={(on) => change({ critical: on })}
        number={{
          value: critical,
          unit: '%',
          stays: true,
          check: (text) => checkTones(text, (percent) => percent < low),
          onChange: (percent) => onChange({ critical: percent }),
        }}
      />
      {numbers.map((name) => (
        <RuleLine
          key={name}
          id={`alerts-${name}`}
          label={t(`alerts.${name}`)}
          checked={alerts[name] > 0}
          onCheck={(on) => change({ [name]: on ? defaultAlertRules[name] || firstAmount : 0 })}
          number={{
            value: alerts[name],
            unit: t(`alerts.${name}Unit`),
            check: checkAlertNumber,
            onChange: (value) => change({ [name]: value }),
          }}
        />
      ))}
      {flags.map((name) => (
        <RuleLine
          key={name}
          id={`alerts-${name}`}
          label={t(`alerts.${name}`)}
          checked={alerts[name]}
          onCheck={(on) => change({ [name]: on })}
        />
      ))}
      <QuietLines quiet={alerts.quiet} onChange={(quiet) => change({ quiet })} />
    </div>
  );
}
