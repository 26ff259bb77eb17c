import { readdirSync, readFileSync } from 'node:fs';
import { parseMessagesText } from '@wxt-dev/i18n/build';
import { describe, expect, test } from 'vitest';
import { failureKinds } from '../../lib/failure.ts';
import { balancesOf } from '../../lib/provider.ts';
import { providers } from '../../lib/providers/index.ts';

const english = parseMessagesText(readFileSync('lib/locales/en.yml', 'utf8'), 'YAML');
// The texts that every browser brings itself begin with @@.
const keys = english.map(({ key }) => key.join('.')).filter((key) => !key.startsWith('@@'));

const sources = ['lib', 'components', 'entrypoints']
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
  .filter((path) => /\.(tsx?|html)$/.test(path))
  .concat('wxt.config.ts')
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
const all = sources.map(({ text }) => text).join('\n');

/** The keys that are asked for by `t('a.b')` or `__MSG_a_b__`. */
const asked = new Set([
  ...[...all.matchAll(/\bt\(\s*'([\w.]+)'/g)].map(([, key = '']) => key),
  ...[...all.matchAll(/__MSG_(\w+?)__/g)].map(([, name = '']) => name.replaceAll('_', '.')),
]);
/** Those that are chosen on the way to it: `t(on ? 'a.b' : 'a.c')`. */
const chosen = new Set([...all.matchAll(/'(\w+\.\w+)'/g)].map(([, key = '']) => key));
/** Those that are put together: `t(`a.${b}`)`. */
const groups = [...all.matchAll(/\bt\(\s*`([\w.]+\.)\$\{\w+\}`/g)].map(([, group = '']) => group);
/** Those that are put together from an id that a provider declares: `worded(`balance.${id}`)`. */
const declared: Record<string, string[]> = {
  balance: providers.flatMap(balancesOf),
  field: providers.flatMap(({ fields = [] }) => fields.map(({ id }) => id)),
  ending: ['reading', 'interrupted', ...failureKinds].map((id) =>
    id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  ),
};
const named = new Set(
  [...all.matchAll(/\bworded\(\s*`(\w+)\.\$\{\w+\}(\w*)`/g)].flatMap(([, kind = '', suffix = '']) =>
    (declared[kind] ?? []).map((id) => `${kind}.${id}${suffix}`),
  ),
);
const isAsked = (key: string) =>
  asked.has(key) || chosen.has(key) || named.has(key) || groups.some((group) => key.startsWith(group));

describe('every text of lib/locales/en.yml', () => {
  test('is used somewhere', () => {
    expect(
      keys.filter((key) => !isAsked(key)),
      'remove these keys, or use them',
    ).toEqual([]);
  });

  test('is there for every key that is asked for', () => {
    expect(
      [...asked].filter((key) => !keys.includes(key)),
      'add these keys',
    ).toEqual([]);
  });
});

describe('no text that a person sees stands in a component itself', () => {
  const markup = sources.filter(({ path }) => /^(components|entrypoints)\/.*\.tsx$/.test(path));

  test.each(markup)('$path', ({ text }) => {
    expect(textsIn(text)).toEqual([]);
  });
});

test('a text in a component would be found', () => {
  const found = (markup: string) => textsIn(`const a = b < c && (d as Map<string, E>); return (${markup});`);
  expect(found('<p>Hello</p>')).toEqual(['Hello']);
  expect(found('<p class="x">\n  Hello, {name}\n</p>')).toEqual(['Hello,']);
  expect(found('<button onClick={() => go()}>Refresh</button>')).toEqual(['Refresh']);
  expect(found('<p><b>{x}</b> left</p>')).toEqual(['left']);
  expect(found('<meter aria-label="Credit" />')).toEqual(['Credit']);
  expect(found("<p title={t('a.b')}>{t('a.b')} · {x}</p>")).toEqual([]);
});

/** Words between tags, and in the attributes that are read out or shown. */
function textsIn(source: string): string[] {
  const code = source.replace(/^import .*$/gm, '').replace(/\/\*.*?\*\//gs, '');
  // What has signs of a program in it is no text.
  const between = [...code.matchAll(/(?<!=)>([^<>{}()=;]*[a-zA-Z]{2}[^<>{}()=;]*)[<{]/g)];
  const attributes = [...code.matchAll(/\s(?:aria-label|aria-valuetext|title|placeholder|alt|label)="([^"]+)"/g)];
  return [...between, ...attributes].map(([, words = '']) => words.trim());
}
