/** How balances are shown; the user's taste, and nothing that a figure depends on. */
export interface Display {
  order: Order;
  /** Accounts of one provider stand together, from a number on at which that helps. */
  grouped: boolean;
  /** What a percentage tells. */
  figure: 'left' | 'used';
  /** How the end is told: as a day, or as the time until then. */
  end: 'date' | 'countdown';
  /** No amounts and no labels are shown, for who is looked over the shoulder. */
  discreet: boolean;
  /** Single keys do something, which not everybody wants: who speaks to the computer types by accident. */
  shortcuts: boolean;
}

export const orders = ['lowest', 'name', 'own'] as const;

/** The lowest percentage first, by name, or as the accounts stand in the options. */
type Order = (typeof orders)[number];

export const defaultDisplay: Display = {
  order: 'lowest',
  grouped: false,
  figure: 'left',
  end: 'date',
  discreet: false,
  shortcuts: true,
};

/** From so many accounts on a list is searched and grouped. */
export const manyAccounts = 8;

/** The display that was stored: a member that is missing or wrong is the default's. */
export function displayFrom(stored: { [Name in keyof Display]?: unknown } | undefined): Display {
  const { order, grouped, figure, end, discreet, shortcuts } = stored ?? {};
  return {
    order: orders.find((one) => one === order) ?? defaultDisplay.order,
    grouped: grouped === true,
    figure: figure === 'used' ? 'used' : 'left',
    end: end === 'countdown' ? 'countdown' : 'date',
    discreet: discreet === true,
    shortcuts: shortcuts !== false,
  };
}
