import type { Account } from './account.ts';
import { present } from './present.ts';
import { portableSettings } from './settings.ts';
import type { Setup } from './setup-store.ts';

export const format = 'credit-gauge';
export const version = 1;

/** An account as a file brings it, with its key if the user wrote one into it. */
export interface Entry extends Omit<Account, 'id' | 'label' | 'enabled' | 'revision' | 'keyEnd' | 'asked'> {
  label?: string;
  enabled?: boolean;
  key?: string;
}

/** The file that "Export" saves. Keys leave only encrypted, in `vault`. */
export function exportText({ accounts, settings }: Setup, vault?: object): string {
  const entries = accounts.map(({ provider, label, enabled, baseUrl, full, muted, alerts, fields, forget }) =>
    present<Entry>({ provider, label, enabled, baseUrl, full, muted, alerts, fields, forget, key: undefined }),
  );
  const portable = portableSettings(settings);
  return `${JSON.stringify({ format, version, accounts: entries, settings: portable, ...(vault && { vault }) }, null, 2)}\n`;
}
