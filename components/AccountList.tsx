import { sorted, type AccountGauges } from '../lib/gauge.ts';
import { t } from '../lib/words.ts';
import { AccountRow } from './AccountRow.tsx';

/** Every account, the one that runs dry first on top. */
export function AccountList({
  accounts,
  now,
  onRefresh,
}: {
  accounts: AccountGauges[];
  now: number;
  onRefresh: (id: string) => void;
}) {
  return (
    <ul class="accounts" role="list" aria-label={t('popup.accounts')}>
      {sorted(accounts).map((shown) => (
        <AccountRow key={shown.account.id} shown={shown} now={now} onRefresh={() => onRefresh(shown.account.id)} />
      ))}
    </ul>
  );
}
