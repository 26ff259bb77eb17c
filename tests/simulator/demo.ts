import type { ProviderId } from './providers/index.ts';
import type { Simulator } from './simulator.ts';

/** One account per provider. Only Firecrawl's keys have a known shape: fc- and 32 hexadecimal digits. */
export const demoKeys: Readonly<Record<ProviderId, string>> = {
  crustdata: 'demo-crustdata-0001',
  coinstats: 'demo-coinstats-0001',
  firecrawl: 'fc-de300000000000000000000000000001',
  evolink: 'demo-evolink-0001',
  datagrid: 'demo-datagrid-0001',
};

/** Adds the demo accounts, with the figures of each provider's documented example. */
export function addDemoAccounts(simulator: Simulator): void {
  simulator.addAccount('crustdata', demoKeys.crustdata);
  simulator.addAccount('coinstats', demoKeys.coinstats);
  simulator.addAccount('firecrawl', demoKeys.firecrawl);
  simulator.addAccount('evolink', demoKeys.evolink);
  simulator.addAccount('datagrid', demoKeys.datagrid);
}

/** The documented examples have periods that are long over; these end at a moment to come. */
export function renewPeriods(simulator: Pick<Simulator, 'account'>, end: Date): void {
  Object.assign(simulator.account(demoKeys.firecrawl).state, { periodEnd: end.toISOString() });
  Object.assign(simulator.account(demoKeys.crustdata).state, { refreshDate: end.toISOString() });
}
