import type { Ending } from './journal.ts';
import { t, worded } from './words.ts';

/** The name of a balance: a word of the locale files, or else its id. */
export function balanceName(id: string): string {
  return worded(`balance.${id}`) || id;
}

/** The name of a provider's own line of the form, and what to say of it. */
export function fieldName(id: string): string {
  return worded(`field.${id}`) || id;
}

export function fieldHint(id: string): string | undefined {
  return worded(`field.${id}Hint`) || undefined;
}

/** How an attempt ended, in a word or two: `rate-limited` stands in the locale files as `rateLimited`. */
export function endingName(ending: Ending): string {
  const id = ending.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return worded(`ending.${id}`);
}

/** The word for what is counted, as it goes with the number; a currency is its own. */
export function unitName(unit: string, count: number): string {
  return unit === 'token' ? t('unit.token', count) : unit === 'credit' ? t('unit.credit', count) : unit;
}
