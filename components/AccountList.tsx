import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { arranged } from '../lib/arrange.ts';
import type { Display } from '../lib/display.ts';
import { areAllLate, type AccountGauges } from '../lib/gauge.ts';
import { t } from '../lib/words.ts';
import { AccountRow, type Place } from './AccountRow.tsx';
import { useHeldOrder } from './useHeldOrder.ts';
import { useWindow } from './useWindow.ts';

export interface AccountListProps {
  accounts: AccountGauges[];
  display: Display;
  search: string;
  isExample: boolean;
  now: number;
  /** Until when all accounts are paused, in milliseconds since 1970. */
  pausedUntil: number | undefined;
  onRefresh: (id: string) => void;
  onDisplay: (part: Partial<Display>) => void;
}

/** The accounts that the search finds, in the order that the user wants. */
export function AccountList(props: AccountListProps) {
  const { accounts, display, search, isExample, now, pausedUntil, onRefresh, onDisplay } = props;
  const [openId, setOpenId] = useState('');
  const { order, grouped } = display;
  // The user's own order is changed by nobody else.
  const { ref, held, keep } = useHeldOrder(`${order} ${grouped} ${search}`);
  const groups = arranged(accounts, display, search, order === 'own' ? [] : held);
  keep(groups.flatMap(({ accounts: members }) => members.map(({ account }) => account.id)));
  if (groups.length === 0) return <p class="nothing">{t('popup.notFound', [search])}</p>;
  const allLate = areAllLate(accounts);
  const list = groups.map(({ name, accounts: members }) => (
    <Group
      key={name}
      name={name}
      accounts={members}
      renderRow={(shown, place) => (
        <AccountRow
          key={shown.account.id}
          shown={shown}
          place={place}
          now={now}
          allPausedUntil={pausedUntil}
          allLate={allLate}
          display={display}
          isExample={isExample}
          isOpen={openId === shown.account.id}
          onOpen={(open) => setOpenId(open ? shown.account.id : '')}
          onRefresh={() => onRefresh(shown.account.id)}
          onDisplay={onDisplay}
        />
      )}
    />
  ));
  return (
    <div ref={ref} class={order === 'lowest' && !search ? 'ranked' : ''}>
      {list}
    </div>
  );
}

/** Of many accounts only those are drawn that are about to be seen. */
function Group({
  name,
  accounts,
  renderRow,
}: {
  name: string;
  accounts: AccountGauges[];
  renderRow: (shown: AccountGauges, place: Place) => ComponentChildren;
}) {
  const { list, first, last, before, after } = useWindow(accounts.map(({ account }) => account.id));
  return (
    <section>
      {name !== '' && <h2 class="group">{name}</h2>}
      <ul
        ref={list}
        class="accounts"
        role="list"
        aria-label={name === '' ? t('popup.accounts') : t('popup.accountsOf', [name])}
        style={{ paddingBlockStart: `${before}px`, paddingBlockEnd: `${after}px` }}
      >
        {accounts
          .slice(first, last)
          .map((shown, place) =>
            renderRow(shown, { 'aria-posinset': first + place + 1, 'aria-setsize': accounts.length }),
          )}
      </ul>
    </section>
  );
}
