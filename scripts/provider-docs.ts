import { readFileSync, writeFileSync } from 'node:fs';
import type { Balance, Provider } from '../lib/provider.ts';
import { providers } from '../lib/providers/index.ts';
import { shareOf, type Basis } from '../lib/share.ts';
import { interview } from './interview.ts';

/** Writes docs/providers.md from the provider files; with --check it only says whether the page is current. */
const page = 'docs/providers.md';

const meanings: Record<string, string> = {
  remaining: 'left',
  used: 'used',
  limit: 'limit',
  plan: 'plan',
  resetsAt: 'reset',
  rollover: 'rollover',
  unlimited: 'unlimited',
};

const bases: Record<Basis, string> = {
  set: 'what "Full at" says',
  reported: 'the limit; where none is told, the highest balance seen since the last top-up (≈)',
  derived: 'remaining + used',
  'high-water': 'the highest balance seen since the last top-up (≈)',
};

const text = [
  '# Providers',
  '',
  '<!-- Made by `npm run docs` from lib/providers: change it there. -->',
  '',
  'What each provider is asked, what its figures mean, and what 100 % stands for. "Full at" in the options goes before.',
  ...(await Promise.all(providers.map(section))).flat(),
  '',
].join('\n');

if (process.argv.includes('--check')) {
  const isCurrent = read(page) === text;
  if (!isCurrent) console.error(`${page} is not current. Run: npm run docs`);
  process.exitCode = isCurrent ? 0 : 1;
} else {
  writeFileSync(page, text);
  console.log(`wrote ${page}`);
}

async function section(provider: Provider): Promise<string[]> {
  const { paths, fallbacks, balances, reads, headers, bare } = await interview(provider);
  return [
    '',
    `## ${provider.name}`,
    '',
    '| | |',
    '|---|---|',
    `| Endpoint | ${endpoints(provider, paths)} |`,
    ...(fallbacks.length > 0 ? [`| Where that is refused | ${endpoints(provider, fallbacks)} |`] : []),
    ...bare.map((balance) => `| There \`${balance.id}\` is | ${figures(balance, reads)} |`),
    `| Authentication | ${authentication(provider)} |`,
    ...Object.entries(headers).map(([name, value]) => `| Also sent | \`${name}: ${value}\` |`),
    ...balances.map((balance) => `| Balance \`${balance.id}\` | ${figures(balance, reads)} |`),
    ...balances.map(
      (balance) => `| 100 % of \`${balance.id}\` is | ${bases[shareOf(balance, undefined, 1)?.basis ?? 'set']} |`,
    ),
    `| A poll costs | ${provider.pollCost === 'free' ? 'nothing, as documented' : 'nothing that the documentation mentions'} |`,
    `| Least interval | ${provider.leastInterval === undefined ? 'as set' : `${provider.leastInterval} minutes`} |`,
    ...(provider.fields ?? []).map(({ id, header }) => `| Optional | ${id}, sent as \`${header}\` |`),
    `| Source | <${provider.docs}> |`,
    '',
    ...quirks(provider.id),
  ];
}

function endpoints({ origin }: Provider, paths: string[]): string {
  return paths.map((path) => `\`GET ${origin}${path}\``).join(', ');
}

function authentication(provider: Provider): string {
  const [[name, value] = ['', '']] = Object.entries(provider.authenticate('{key}'));
  return `\`${name}: ${value}\`${provider.keyless ? ', or none for a server of your own' : ''}`;
}

/** Which member of the answer each figure is read from. */
function figures(balance: Balance, reads: Map<unknown, string>): string {
  const named = Object.entries(balance).flatMap(([member, value]) => {
    const meaning = meanings[member];
    const path = typeof value === 'boolean' ? flagFor(member, reads) : reads.get(value);
    return meaning === undefined || path === undefined ? [] : [`${meaning} \`${path}\``];
  });
  return named.join(', ');
}

function flagFor(member: string, reads: Map<unknown, string>): string | undefined {
  return [...reads.values()].find((path) => path.split('.').at(-1)?.includes(member));
}

/** The list in the comment above the provider. */
function quirks(id: string): string[] {
  const source = readFileSync(`lib/providers/${id}.ts`, 'utf8');
  const comment = /\/\*\*\n((?: \* - .*\n)+) \*\/\nexport const/.exec(source)?.[1] ?? '';
  return comment
    .split('\n')
    .map((line) => line.replace(/^ \* /, ''))
    .filter((line) => line !== '');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
