import { plainText } from './json.ts';

/** More than these nobody reads. */
const most = 20;

/** Names from outside, in one line that may be shown. */
export function listed(names: string[]): string {
  const shown = names.slice(0, most).map(plainText);
  return [...shown, ...(names.length > most ? ['…'] : [])].join(', ');
}
