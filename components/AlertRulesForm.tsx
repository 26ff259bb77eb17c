import type { AlertRules } from '../lib/alert-settings.ts';
import { checkAlertNumber, checkTones } from '../lib/input.ts';
import type { Settings } from '../lib/settings.ts';
import { t } from '../lib/words.ts';
import { CheckLine } from './CheckLine.tsx';
import { NumberLine } from './NumberLine.tsx';
import { QuietLines } from './QuietLines.tsx';

const flags = ['low', 'critical', 'empty', 'refused', 'arrived', 'burning'] as const;
const numbers = ['days', 'amount', 'failingHours', 'expiringDays'] as const;

/** What the user wants to be told, and when not; saved as soon as it is changed to something that can be taken. */
export function AlertRulesForm({ settings, onChange }: { settings: Settings; onChange: (settings: Settings) => void }) {
  const { low, critical, alerts } = settings;
  const change = (rules: Partial<AlertRules>) => onChange({ ...settings, alerts: { ...alerts, ...rules } });
  return (
    <>
      <h3>{t('alerts.what')}</h3>
      <div class="numbers">
        <NumberLine
          id="tone-low"
          label={t('alerts.lowAt')}
          unit="%"
          value={low}
          check={(text) => checkTones(text, (at) => at > critical)}
          onChange={(at) => onChange({ ...settings, low: at })}
        />
        <NumberLine
          id="tone-critical"
          label={t('alerts.criticalAt')}
          unit="%"
          value={critical}
          check={(text) => checkTones(text, (at) => at < low)}
          onChange={(at) => onChange({ ...settings, critical: at })}
        />
      </div>
      <div class="checks" role="group" aria-label={t('alerts.what')}>
        {flags.map((name) => (
          <CheckLine
            key={name}
            label={t(`alerts.${name}`)}
            checked={alerts[name]}
            onChange={(on) => change({ [name]: on })}
          />
        ))}
      </div>
      <div class="numbers">
        {numbers.map((name) => (
          <NumberLine
            key={name}
            id={`alerts-${name}`}
            label={t(`alerts.${name}`)}
            hint={t('alerts.never')}
            unit={t(`alerts.${name}Unit`)}
            value={alerts[name]}
            check={checkAlertNumber}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </div>
      <QuietLines
        quiet={alerts.quiet}
        onChange={(quiet) => {
          const { quiet: _, ...loud } = alerts;
          onChange({ ...settings, alerts: quiet ? { ...loud, quiet } : loud });
        }}
      />
    </>
  );
}
