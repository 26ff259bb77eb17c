import { manyAccounts, type Display } from './display.ts';
import { lowestFirst, type AccountGauges } from './gauge.ts';
import { providerOf } from './providers/index.ts';
import { accountTitle } from './sentences.ts';

/** Accounts that stand together in a list; without a name when there is only one group. */
export interface Group {
  name: string;
  accounts: AccountGauges[];
}

/** The accounts that a search finds, in the order and the groups that the user wants. */
export function arranged(accounts: AccountGauges[], { order, grouped }: Display, search = ''): Group[] {
  const found = accounts.filter(({ account }) => matches(accountTitle(account), search)).toSorted(orderOf(order));
  if (!grouped || accounts.length < manyAccounts) return found.length > 0 ? [{ name: '', accounts: found }] : [];
  const groups = Map.groupBy(found, ({ account }) => providerOf(account.provider)?.name ?? account.provider);
  return [...groups].map(([name, members]) => ({ name, accounts: members }));
}

/** Every word of the search somewhere in the title, whatever its case. */
function matches(title: string, search: string): boolean {
  const words = search.toLocaleLowerCase().split(/\s+/);
  return words.every((word) => title.toLocaleLowerCase().includes(word));
}

function orderOf(order: Display['order']): (a: AccountGauges, b: AccountGauges) => number {
  switch (order) {
    case 'lowest':
      return lowestFirst;
    case 'name':
      return (a, b) => accountTitle(a.account).localeCompare(accountTitle(b.account));
    case 'own':
      return () => 0;
  }
}
