import type { Provider } from '../provider.ts';
import { coinstats, type CoinstatsState } from './coinstats.ts';
import { crustdata, type CrustdataState } from './crustdata.ts';
import { datagrid, type DatagridState } from './datagrid.ts';
import { evolink, type EvolinkState } from './evolink.ts';
import { firecrawl, type FirecrawlState } from './firecrawl.ts';

export interface States {
  crustdata: CrustdataState;
  coinstats: CoinstatsState;
  firecrawl: FirecrawlState;
  evolink: EvolinkState;
  datagrid: DatagridState;
}

export type ProviderId = keyof States;

export const providers: { [P in ProviderId]: Provider<States[P]> } = {
  crustdata,
  coinstats,
  firecrawl,
  evolink,
  datagrid,
};

export const providerIds: readonly ProviderId[] = ['crustdata', 'coinstats', 'firecrawl', 'evolink', 'datagrid'];

export function pathsOf(id: ProviderId): string[] {
  return providers[id].routes.routes.map((route) => route.path);
}

/** The provider that a path belongs to: all five answer on one origin, and their paths do not collide. */
export function providerAt(path: string): ProviderId | undefined {
  return providerIds.find((id) => pathsOf(id).includes(path));
}
