import { worded } from './words.ts';

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
