import type { Account } from '../../lib/account.ts';
import type { HostTrouble } from '../../lib/host.ts';
import { noPauses, type Pauses } from '../../lib/pause.ts';
import { emptyReport, type Report } from '../../lib/report.ts';
import type { Books } from '../../lib/schedule.ts';
import { defaultSettings, type Settings } from '../../lib/settings.ts';

/** The database, as far as the scheduler knows it. Each change is one atomic step. */
export class Store {
  /** Never changed, only replaced; the settings and the pauses as well. */
  accounts: Account[] = [];
  settings: Settings = defaultSettings;
  pauses: Pauses = noPauses;
  readonly reports = new Map<string, Report>();
  readonly hosts = new Map<string, HostTrouble>();
  /** Told of every change of a report. */
  onReport: (id: string, before: Report, after: Report) => void = () => undefined;

  /** As they are now, whatever comes. */
  books(): Books {
    const { accounts, settings, pauses } = this;
    return { accounts, settings, pauses, reports: new Map(this.reports), hosts: new Map(this.hosts) };
  }

  account(id: string): Account | undefined {
    return this.accounts.find((account) => account.id === id);
  }

  changeAccount(id: string, change: (account: Account) => Account): void {
    this.accounts = this.accounts.map((account) => (account.id === id ? change(account) : account));
  }

  changeReport(id: string, change: (report: Report) => Report): void {
    const before = this.reports.get(id) ?? emptyReport;
    const after = change(before);
    this.reports.set(id, after);
    this.onReport(id, before, after);
  }

  changeHost(origin: string, change: (trouble: HostTrouble | undefined) => HostTrouble | undefined): void {
    const trouble = change(this.hosts.get(origin));
    if (trouble) this.hosts.set(origin, trouble);
    else this.hosts.delete(origin);
  }
}
