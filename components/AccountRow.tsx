import type { FailureKind } from '../lib/failure.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { providerOf } from '../lib/providers/index.ts';
import { accountTitle, ageOf, pauseSentence } from '../lib/sentences.ts';
import { t } from '../lib/words.ts';
import { BalanceView } from './BalanceView.tsx';
import { OpenIcon, RefreshIcon } from './icons.tsx';
import { Trouble, type Fix } from './Trouble.tsx';

/** An account of the popup: its balances, their age, and what is wrong with it. */
export function AccountRow({ shown, now, onRefresh }: { shown: AccountGauges; now: number; onRefresh: () => void }) {
  const { account, gauges, report, stale, checking } = shown;
  const title = accountTitle(account);
  const reading = report?.reading;
  const provider = providerOf(account.provider);
  const ownPage = provider?.dashboard ?? provider?.docs;
  return (
    <li class={`account${stale ? ' stale' : ''}${account.enabled ? '' : ' disabled'}`} aria-label={title}>
      <div class="line">
        <h2>
          <a href={`/usage.html#${account.id}`} target="_blank" title={t('history.open', [title])}>
            {title}
          </a>
        </h2>
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
        {ownPage !== undefined && (
          <a
            class="quiet"
            href={ownPage}
            target="_blank"
            rel="noreferrer"
            aria-label={t('popup.openProvider', [providerName(account.provider)])}
            title={t('popup.openProvider', [providerName(account.provider)])}
          >
            <OpenIcon />
          </a>
        )}
      </div>
      {reading &&
        gauges.map((gauge) => (
          <BalanceView
            reading={reading}
            key={gauge.balance.id}
            gauge={gauge}
            label={title}
            provider={providerName(account.provider)}
            named={gauges.length > 1}
            now={now}
          />
        ))}
      {!report?.reading && !report?.failure && account.enabled && !checking && (
        <p class="facts">{t('time.notChecked')}</p>
      )}
      <Trouble shown={shown} now={now} fix={fixOf(shown)} />
    </li>
  );
}

function providerName(id: string): string {
  return providerOf(id)?.name ?? id;
}

function ageText({ account, report, checking, pausedUntil }: AccountGauges, now: number): string {
  if (!account.enabled) return t('popup.disabled');
  if (checking) return t('time.checking');
  const age = report?.reading ? [ageOf(report.reading.at, now)] : [];
  return [...(pausedUntil === undefined ? [] : [pauseSentence(pausedUntil, now)]), ...age].join(' · ');
}

/** What a person can mend in the options, and where: the form, or the list with its button that asks for access. */
const mendable = new Set<FailureKind>([
  'unauthorized',
  'forbidden',
  'not-found',
  'redirected',
  'locked',
  'no-permission',
]);

function fixOf({ account, report }: AccountGauges): Fix | undefined {
  const { kind, defect } = report?.failure ?? {};
  if (kind === undefined || !mendable.has(kind)) return undefined;
  const title = accountTitle(account);
  if (defect === 'passphrase')
    return { href: '/options.html#unlock', text: t('popup.unlock'), label: t('popup.unlockOne', [title]) };
  const href = kind === 'no-permission' ? '/options.html' : `/options.html#${account.id}`;
  return { href, text: t('popup.fix'), label: t('popup.fixOne', [title]) };
}
