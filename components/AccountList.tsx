import { useState } from 'preact/hooks';
import { arranged } from '../lib/arrange.ts';
import type { Display } from '../lib/display.ts';
import type { AccountGauges } from '../lib/gauge.ts';
import { t } from '../lib/words.ts';
import { AccountRow } from './AccountRow.tsx';

export interface AccountListProps {
  accounts: AccountGauges[];
  display: Display;
  search: string;
  isExample: boolean;
  now: number;
  onRefresh: (id: string) => void;
  onDisplay: (part: Partial<Display>) => void;
}

/** The accounts that the search finds, in the order that the user wants. */
export function AccountList({ accounts, display, search, isExample, now, onRefresh, onDisplay }: AccountListProps) {
  const [openId, setOpenId] = useState('');
  const groups = arranged(accounts, display, search);
  if (groups.length === 0) return <p class="nothing">{t('popup.notFound', [search])}</p>;
  return groups.map(({ name, accounts: members }) => (
    <section key={name}>
      {name !== '' && <h2 class="group">{name}</h2>}
      <ul class="accounts" role="list" aria-label={name === '' ? t('popup.accounts') : t('popup.accountsOf', [name])}>
        {members.map((shown) => (
          <AccountRow
            key={shown.account.id}
            shown={shown}
            now={now}
            display={display}
            isExample={isExample}
            isOpen={openId === shown.account.id}
            onOpen={(open) => setOpenId(open ? shown.account.id : '')}
            onRefresh={() => onRefresh(shown.account.id)}
            onDisplay={onDisplay}
          />
        ))}
      </ul>
    </section>
  ));
}
