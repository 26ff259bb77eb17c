import { manyAccounts, type Display } from './display.ts';
import { lowestFirst, type AccountGauges } from './gauge.ts';
import { providerOf } from './providers/index.ts';
import { accountTitle } from './sentences.ts';

/** Accounts that stand together in a list; without a name when there is only one group. */
export interface Group {
  name: string;
  accounts: AccountGauges[];
}

/**
 * The accounts that a search finds, in the order and the groups that the user wants. Those whose ids are `held` keep that order,
 * whatever they would be sorted by, and others stand behind them.
 */
export function arranged(
  accounts: AccountGauges[],
  { order, grouped }: Display,
  search = '',
  held: string[] = [],
): Group[] {
  const words = search.toLocaleLowerCase().split(/\s+/);
  const matching = accounts.filter(({ account }) => matches(accountTitle(account).toLocaleLowerCase(), words));
  const found = asHeld(ordered(matching, order), held);
  if (!grouped || accounts.length < manyAccounts) return found.length > 0 ? [{ name: '', accounts: found }] : [];
  const groups = Map.groupBy(found, ({ account }) => providerOf(account.provider)?.name ?? account.provider);
  return [...groups].map(([name, members]) => ({ name, accounts: members }));
}

/** Every word of the search somewhere in the title, whatever its case. */
function matches(title: string, words: string[]): boolean {
  return words.every((word) => title.includes(word));
}

function ordered(accounts: AccountGauges[], order: Display['order']): AccountGauges[] {
  switch (order) {
    case 'lowest':
      return accounts.toSorted(lowestFirst);
    case 'name':
      return byName(accounts);
    case 'own':
      return accounts;
  }
}

function asHeld(accounts: AccountGauges[], held: string[]): AccountGauges[] {
  const places = new Map(held.map((id, place) => [id, place]));
  const placeOf = ({ account }: AccountGauges) => places.get(account.id) ?? held.length;
  return accounts.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** As people count: the second before the tenth. */
function byName(accounts: AccountGauges[]): AccountGauges[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return accounts
    .map((shown) => ({ shown, title: accountTitle(shown.account) }))
    .toSorted((a, b) => compare(a.title, b.title))
    .map(({ shown }) => shown);
}
