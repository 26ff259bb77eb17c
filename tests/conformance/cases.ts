import * as v from 'valibot';
import type { Account } from '../../lib/account.ts';
import { providerIds, type ProviderId } from '../simulator/providers/index.ts';
import type { Fault, Target } from '../simulator/faults.ts';
import type { Simulator } from '../simulator/simulator.ts';
import { tableSchema, type Answer, type Row } from './case.ts';
import coinstats from './coinstats.json' with { type: 'json' };
import crustdata from './crustdata.json' with { type: 'json' };
import datagrid from './datagrid.json' with { type: 'json' };
import evolink from './evolink.json' with { type: 'json' };
import firecrawl from './firecrawl.json' with { type: 'json' };

const tables: Record<ProviderId, unknown> = { coinstats, crustdata, datagrid, evolink, firecrawl };

/** A row of a table, with a key of its own, so that several can be played side by side. */
export interface Case extends Row {
  provider: ProviderId;
  key: string;
  always: Record<string, string | null>;
}

/** One request, and of its headers those that the case names; null for one that was not sent. */
interface Seen {
  path: string;
  headers: Record<string, string | null>;
}

/** All cases of all tables, checked. */
export const cases: Case[] = providerIds.flatMap((provider) => {
  const table = v.safeParse(tableSchema, tables[provider]);
  if (!table.success) throw new Error(table.issues.map((issue) => complaint(provider, issue)).join('\n'));
  return table.output.cases.map((row, index) => ({
    ...row,
    provider,
    key: `${provider}-key-${index}-`.padEnd(42, '7hQ2mXw9Zr4'),
    always: table.output.always,
  }));
});

/** The sample that is played through the built extension as well. None needs anything to have happened before. */
export const browserCases: Case[] = cases.filter(({ inBrowser }) => inBrowser);

/** The account that the case is about, at the simulator. */
export function accountOf({ provider, name, account = {} }: Case, simulator: Simulator): Account {
  const { full, fields, basePath = '' } = account;
  return {
    id: `${provider} ${name}`,
    provider,
    label: name,
    enabled: true,
    revision: 0,
    baseUrl: simulator.url + basePath,
    ...(full && { full }),
    ...(fields && { fields }),
  };
}

/** The key to give to that account; empty for a server that wants none. */
export function keyOf({ account, key }: Case): string {
  return account?.keyless ? '' : key;
}

/** Lets the simulator know the account and give the answers of the case, each to one request, in their order. */
export function play(simulator: Simulator, one: Case): void {
  simulator.addAccount(one.provider, one.key);
  for (const { answer } of one.exchange) simulator.fault(targetOf(one), faultOf(answer, one, simulator), 1);
}

/** What has to be asked, no more and no less. */
export function requestsExpected(one: Case): Seen[] {
  return one.exchange.map(({ request: { path, headers } }) => {
    const named = Object.entries({ ...one.always, ...headers });
    const values = named.map(([name, value]) => [name, value && value.replace('{key}', one.key)] as const);
    return { path: (one.account?.basePath ?? '') + path, headers: Object.fromEntries(values) };
  });
}

/** What was asked on behalf of the case since the log was cleared; without a key to go by, all that came without one. */
export function requestsSeen(simulator: Simulator, one: Case): Seen[] {
  const own = simulator.requests.filter(({ key }) => key === (keyOf(one) || undefined));
  return own.map(({ path, headers }, index) => {
    const named = Object.keys({ ...one.always, ...one.exchange[index]?.request.headers });
    return { path, headers: Object.fromEntries(named.map((name) => [name, headers[name]?.toString() ?? null])) };
  });
}

/** A text of the case with its placeholders replaced. */
export function filled(text: string, { key }: Case, simulator: Simulator): string {
  return text
    .replaceAll('{key:half}', key.slice(0, key.length / 2))
    .replaceAll('{key:base64}', btoa(key))
    .replaceAll('{key}', key)
    .replaceAll('{host}', new URL(simulator.url).host);
}

function complaint(provider: ProviderId, issue: v.BaseIssue<unknown>): string {
  return `tests/conformance/${provider}.json: ${v.getDotPath(issue) ?? ''}: ${issue.message}`;
}

/** The simulator knows whose a request is by its key, or else the provider by its path. */
function targetOf({ provider, key, account }: Case): Target {
  if (!account?.keyless) return { key };
  return account.basePath ? 'all' : { provider };
}

function faultOf(answer: Answer, one: Case, simulator: Simulator): Fault {
  const { status, headers = {}, base64 } = answer;
  const body = 'body' in answer ? JSON.stringify(answer.body) : (answer.text ?? '');
  const text = filled(body, one, simulator);
  return {
    kind: 'answer',
    status,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        typeof value === 'string' ? filled(value, one, simulator) : value,
      ]),
    ),
    ...(base64 === undefined ? { body: text.padStart(answer.paddedTo ?? 0) } : { base64 }),
  };
}
