import { gaugesOf, type AccountGauges } from './gauge.ts';
import { loadReports, loadSetup } from './store.ts';
import type { Settings } from './settings.ts';

/** All that is to be seen: every account with its gauges, in the user's order. */
export interface View {
  accounts: AccountGauges[];
  settings: Settings;
}

export async function loadView(now: number): Promise<View> {
  const [{ accounts, settings }, reports] = await Promise.all([loadSetup(), loadReports()]);
  return { accounts: accounts.map((account) => gaugesOf(account, reports.get(account.id), settings, now)), settings };
}
