import type { Provider } from '../provider.ts';
import { coinstats } from './coinstats.ts';
import { crustdata } from './crustdata.ts';
import { datagrid } from './datagrid.ts';
import { evolink } from './evolink.ts';
import { firecrawl } from './firecrawl.ts';

/** All providers, in the order of the account form. */
export const providers: readonly Provider[] = [coinstats, crustdata, datagrid, evolink, firecrawl];

/** The provider of that id; undefined for an account that a newer version wrote. */
export function providerOf(id: string): Provider | undefined {
  return providers.find((provider) => provider.id === id);
}
