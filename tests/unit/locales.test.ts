import { readdirSync, readFileSync } from 'node:fs';
import { parseMessagesText } from '@wxt-dev/i18n/build';
import { describe, expect, test } from 'vitest';
import { failureKinds } from '../../lib/failure.ts';
import { balancesOf } from '../../lib/provider.ts';
import { providers } from '../../lib/providers/index.ts';

/** The members of each text, by its key: one that does not go by a number has `n` alone. */
type Texts = Map<string, Record<string, string>>;

function textsOf(language: string): Texts {
  const messages = parseMessagesText(readFileSync(`lib/locales/${language}.yml`, 'utf8'), 'YAML');
  const entries = messages.map((message): [string, Record<string, string>] => [
    message.key.join('.'),
    message.type === 'plural' ? message.plurals : { n: message.message },
  ]);
  // The texts that every browser brings itself begin with @@.
  return new Map(entries.filter(([key]) => !key.startsWith('@@')));
}

const english = textsOf('en');
const keys = [...english.keys()];

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

const languages = readdirSync('lib/locales')
  .map((name) => name.replace(/\.yml$/, ''))
  .toSorted();

test('there are texts in seven languages', () => {
  expect(languages).toEqual(['de', 'en', 'es', 'fr', 'ja', 'pt_BR', 'zh_CN']);
});

/** Names, and signs that are the same in many languages. */
const names = [
  'Credit Gauge',
  'Ctrl+Z',
  '⌘Z',
  'Discord',
  'Microsoft Teams',
  'Slack',
  'Webhook',
  'ltr',
  'ntfy',
  '$1h',
  '$1d',
  '±$1 d',
  '±$1 h',
];
/** Words that a language happens to share with English. */
const shared: Record<string, string[]> = {
  de: ['Passphrase', 'Team', 'Tokens'],
  es: ['Plan $1', 'no', 'Tokens', 'token', 'tokens'],
  fr: ['Cycle', 'Date', 'Options', 'minutes'],
  pt_BR: ['24 h', 'Tokens', 'token', 'tokens'],
};
/** Where the number may be 0 and stands beside the word, so that English needs no member for it. */
const besideNumber = new Set(['unit.credit', 'unit.token']);
/** The members that @wxt-dev/i18n tells apart: any other set is taken for one of these. */
const sets = new Set(['n', '1,n', '0,1,n']);

describe.each(languages)('the texts in %s', (language) => {
  const code = language.replace('_', '-');
  const texts = textsOf(language);
  const membersOf = (key: string) => Object.keys(texts.get(key) ?? {});
  const lines = linesOf(texts);

  test('say which language it is', () => {
    expect(texts.get('language.code')).toEqual({ n: code });
    expect(['ltr', 'rtl']).toContain(texts.get('language.direction')?.['n']);
  });

  test('are those of English, with the same places to fill', () => {
    expect([...texts.keys()].toSorted()).toEqual(keys.toSorted());
    const places = keys.map((key) => [key, placesOf(texts.get(key)?.['n'])]);
    expect(places).toEqual(keys.map((key) => [key, placesOf(english.get(key)?.['n'])]));
    // A member for one number may leave it out.
    const known = (key: string) => placesOf(texts.get(key)?.['n']);
    expect(lines.filter(({ key, text }) => [...placesOf(text)].some((place) => !known(key).has(place)))).toEqual([]);
  });

  test('have the members that numbers need in it', () => {
    const rules = new Intl.PluralRules(code);
    const [none, one, two] = [0, 1, 2].map((count) => rules.select(count));
    const lacking = keys.filter((key) => {
      const inEnglish = Object.keys(english.get(key) ?? {});
      if (inEnglish.length === 1) return membersOf(key).join() !== 'n';
      const wanted = [
        ...(inEnglish.includes('0') || (besideNumber.has(key) && none === one && one !== two) ? ['0'] : []),
        ...(one === two ? [] : ['1']),
        'n',
      ];
      return !sets.has(membersOf(key).join()) || wanted.some((member) => !membersOf(key).includes(member));
    });
    expect(lacking).toEqual([]);
  });

  test('do not shout', () => {
    expect(lines.filter(({ text }) => /[!¡！]/.test(text))).toEqual([]);
  });

  test('describe the product in as many characters as the store of Chrome takes', () => {
    expect(texts.get('product.description')?.['n']?.length).toBeLessThanOrEqual(132);
  });
});

test.each(languages.filter((language) => language !== 'en'))('no text in %s is left in English', (language) => {
  const same = linesOf(textsOf(language)).filter(({ key, member, text }) => english.get(key)?.[member] === text);
  const allowed = new Set([...names, ...(shared[language] ?? [])]);
  expect(same.filter(({ text }) => hasWords(text) && !allowed.has(text))).toEqual([]);
});

test('no line in French begins with a sign that a blank parts from its word', () => {
  const parted = linesOf(textsOf('fr')).filter(({ text }) => /« | [:;?»]/.test(text));
  expect(parted).toEqual([]);
});

function linesOf(texts: Texts): { key: string; member: string; text: string }[] {
  return [...texts].flatMap(([key, forms]) => Object.entries(forms).map(([member, text]) => ({ key, member, text })));
}

/** `$1`, `$2`; another dollar sign is one that the browser would not understand. */
function placesOf(text = ''): Set<string> {
  return new Set(text.match(/\$.?/g));
}

function hasWords(text: string): boolean {
  return /\p{L}/u.test(text.replaceAll(/\$\d/g, ''));
}

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
