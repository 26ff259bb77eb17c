import type { AccountGauges } from '../lib/gauge.ts';
import { providerOf } from '../lib/providers/index.ts';
import { accountTitle, ageOf } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { BalanceView } from './BalanceView.tsx';
import { OpenIcon, RefreshIcon } from './icons.tsx';
import { Trouble } from './Trouble.tsx';

/** An account of the popup: its balances, their age, and what is wrong with it. */
export function AccountRow({ shown, now, onRefresh }: { shown: AccountGauges; now: number; onRefresh: () => void }) {
  const { account, gauges, report, stale, checking } = shown;
  const title = accountTitle(account);
  const dashboard = providerOf(account.provider)?.dashboard;
  return (
    <li class={`account${stale ? ' stale' : ''}${account.enabled ? '' : ' disabled'}`} aria-label={title}>
      <div class="line">
        <h2>{title}</h2>
        <span class="age">{ageText(shown, now)}</span>
        <button
          type="button"
          class="quiet"
          aria-label={t('popup.refreshOne', [title])}
          title={t('popup.refreshOne', [title])}
          onClick={onRefresh}
          disabled={!account.enabled}
        >
          <span class={checking ? 'turning' : ''}>
            <RefreshIcon />
          </span>
        </button>
        {dashboard !== undefined && (
          <a
            class="quiet"
            href={dashboard}
            target="_blank"
            rel="noreferrer"
            aria-label={t('popup.openProvider', [providerName(account.provider)])}
            title={t('popup.openProvider', [providerName(account.provider)])}
          >
            <OpenIcon />
          </a>
        )}
      </div>
      {gauges.map((gauge) => (
        <BalanceView
          key={gauge.balance.id}
          gauge={gauge}
          label={title}
          provider={providerName(account.provider)}
          named={gauges.length > 1}
          now={now}
        />
      ))}
      {!report?.reading && !report?.failure && account.enabled && (
        <p class="facts">{t(checking ? 'time.checking' : 'time.notChecked')}</p>
      )}
      <Trouble shown={shown} now={now} fixAt={`/options.html#${account.id}`} />
    </li>
  );
}

function providerName(id: string): string {
  return providerOf(id)?.name ?? id;
}

function ageText({ account, report, checking }: AccountGauges, now: number): string {
  if (!account.enabled) return t('popup.disabled');
  if (checking) return t('time.checking');
  return report?.reading ? ageOf(report.reading.at, now) : '';
}
