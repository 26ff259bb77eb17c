import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PollError, type Cause } from '../../lib/failure.ts';
import { Json, parseJson, plainText } from '../../lib/json.ts';

function causeOf(read: () => unknown): Cause | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof PollError) return error.failure;
    throw error;
  }
}

const unreadable = (path: string): Cause => ({ kind: 'unreadable', defect: 'path', path });
const at = (value: unknown) => new Json({ at: value });

describe('a path', () => {
  const json = new Json({ account: { credits: 12, list: [{ name: 'first' }, { name: 'second' }] }, '': { '': 1 } });

  test('leads through objects and lists', () => {
    expect(json.number('account.credits')).toBe(12);
    expect(json.text('account.list.1.name')).toBe('second');
  });

  const missing = ['credits', 'account.credit', 'account.credits.more', 'account.list.2.name', 'account.list.length.x'];
  test.each(missing)('that leads nowhere is named: %s', (path) => {
    expect(causeOf(() => json.number(path))).toEqual(unreadable(path));
    expect(causeOf(() => json.text(path))).toEqual(unreadable(path));
    expect(causeOf(() => json.flag(path))).toEqual(unreadable(path));
    expect(json.optionalNumber(path)).toBeUndefined();
    expect(json.optionalText(path)).toBeUndefined();
    expect(json.optionalFlag(path)).toBeUndefined();
    expect(json.optionalTime(path)).toBeUndefined();
    expect(json.optionalList(path)).toBeUndefined();
  });

  test.each([
    'constructor',
    'toString',
    '__proto__',
    'constructor.name',
    'account.hasOwnProperty',
    '__proto__.constructor',
  ])('does not lead into what every object inherits: %s', (path) => {
    expect(json.hint(path)).toBeUndefined();
    expect(causeOf(() => json.text(path))).toEqual(unreadable(path));
  });

  test.each([undefined, null, 'text', 12, true, []])('leads nowhere in %j', (value) => {
    expect(causeOf(() => new Json(value).number('account.credits'))).toEqual(unreadable('account.credits'));
  });
});

describe('a number', () => {
  const read: [unknown, number][] = [
    [12.5, 12.5],
    [-3.2, -3.2],
    [0, 0],
    [1e15, 1e15],
    [-1e15, -1e15],
    ['12.50', 12.5],
    ['-3.2', -3.2],
    ['0', 0],
  ];
  test.each(read)('is read from %j', (value, number) => {
    expect(at(value).number('at')).toBe(number);
    expect(at(value).optionalNumber('at')).toBe(number);
  });

  const refused: unknown[] = [
    '12,50',
    '$12',
    ' 12 ',
    '12 ',
    '+12',
    '.5',
    '5.',
    '1e5',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    '١٢',
    '-',
    '9'.repeat(400),
    1e16,
    -1e16,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    true,
    [],
    [12],
    {},
    12n,
  ];
  test.each(refused)('is never guessed from %s', (value) => {
    expect(causeOf(() => at(value).number('at'))).toEqual(unreadable('at'));
    expect(causeOf(() => at(value).optionalNumber('at'))).toEqual(unreadable('at'));
    expect(at(value).hintNumber('at')).toBeUndefined();
  });

  test.each([null, '', undefined])('is absent when it is %j, and only then', (value) => {
    expect(at(value).optionalNumber('at')).toBeUndefined();
    expect(causeOf(() => at(value).number('at'))).toEqual(unreadable('at'));
  });
});

describe('a flag', () => {
  test.each([true, false])('is %j', (value) => {
    expect(at(value).flag('at')).toBe(value);
  });

  test.each(['true', 1, 0, [], {}])('is never guessed from %j', (value) => {
    expect(causeOf(() => at(value).flag('at'))).toEqual(unreadable('at'));
    expect(causeOf(() => at(value).optionalFlag('at'))).toEqual(unreadable('at'));
  });
});

describe('a date', () => {
  const read: [string, number][] = [
    ['2026-08-01T00:00:00+00:00', Date.UTC(2026, 7, 1)],
    ['2026-08-01T02:00:00+02:00', Date.UTC(2026, 7, 1)],
    ['2026-08-01T00:00:00Z', Date.UTC(2026, 7, 1)],
    ['2026-08-01T00:00:00.5Z', Date.UTC(2026, 7, 1) + 500],
    ['2026-08-01T00:00:00.123456Z', Date.UTC(2026, 7, 1) + 123],
    ['2026-08-01T10:30:00', Date.UTC(2026, 7, 1, 10, 30)],
    ['2026-08-01 10:30:00', Date.UTC(2026, 7, 1, 10, 30)],
    ['2026-08-01T10:30', Date.UTC(2026, 7, 1, 10, 30)],
    ['2026-08-01', Date.UTC(2026, 7, 1)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ];
  test.each(read)('is read from %s, as UTC where it names no zone', (text, time) => {
    expect(at(text).optionalTime('at')).toBe(time);
  });

  const refused: unknown[] = [
    'tomorrow',
    '2026',
    '01.08.2026',
    '08/01/2026',
    '2026-13-01',
    '2026-02-30',
    '2026-08-01T25:00:00Z',
    'Sat, 01 Aug 2026 00:00:00 GMT',
    '2026-08-01T00:00:00 somewhere',
    1_785_542_400,
    true,
    {},
  ];
  test.each(refused)('is never guessed from %s', (value) => {
    expect(causeOf(() => at(value).optionalTime('at'))).toEqual(unreadable('at'));
    expect(at(value).hintTime('at')).toBeUndefined();
  });

  test.each([null, '', undefined])('is absent when it is %j', (value) => {
    expect(at(value).optionalTime('at')).toBeUndefined();
  });
});

describe('a text', () => {
  test('is at most 120 characters long', () => {
    expect(at('x'.repeat(120)).text('at')).toBe('x'.repeat(120));
    const long = at('x'.repeat(1_000_000)).text('at');
    expect(long).toBe(`${'x'.repeat(119)}…`);
  });

  test('is not cut in the middle of a character', () => {
    const long = at(`${'x'.repeat(118)}😀😀`).text('at');
    expect(long).toBe(`${'x'.repeat(118)}…`);
  });

  const cleaned: [string, string, string][] = [
    ['control characters', 'PRO\u0000\u0007\u001B[31m', 'PRO[31m'],
    ['line breaks', 'one\r\n\ttwo', 'one two'],
    ['what turns the direction of writing', 'PRO\u202E\u2066gnihton\u2069', 'PROgnihton'],
    ['what has no width', 'P\u200BR\u200D\u2060O\uFEFF', 'PRO'],
    ['what belongs to nobody', 'PRO\uE000', 'PRO'],
    ['half characters', 'PRO\uD83D', 'PRO'],
    ['blanks around it', '  PRO  ', 'PRO'],
  ];
  test.each(cleaned)('loses %s', (_, text, clean) => {
    expect(at(text).text('at')).toBe(clean);
    expect(plainText(text)).toBe(clean);
  });

  test('keeps markup as the text that it is', () => {
    expect(at('<img src=x onerror=alert(1)>').text('at')).toBe('<img src=x onerror=alert(1)>');
  });

  test.each([12, true, [], {}])('is never made of %j', (value) => {
    expect(causeOf(() => at(value).text('at'))).toEqual(unreadable('at'));
    expect(at(value).hint('at')).toBeUndefined();
  });

  test.each([null, '', '   ', '\u200B'])('of %j is absent', (value) => {
    expect(at(value).optionalText('at')).toBeUndefined();
    expect(causeOf(() => at(value).text('at'))).toEqual(unreadable('at'));
  });
});

describe('a list', () => {
  test('is read element by element', () => {
    expect(
      at([{ n: 1 }, { n: 2 }])
        .optionalList('at')
        ?.map((one) => one.number('n')),
    ).toEqual([1, 2]);
  });

  test.each([{}, 'text', 12])('is never made of %j', (value) => {
    expect(causeOf(() => at(value).optionalList('at'))).toEqual(unreadable('at'));
    expect(at(value).hintList('at')).toEqual([]);
  });
});

describe('parsing', () => {
  test.each(['__proto__', 'constructor', 'prototype'])('drops a member called %s, however deep', (name) => {
    const text = `{"a":[{"${name}":{"polluted":true},"credits":1}],"${name}":{"polluted":true}}`;
    expect(parseJson(text)).toEqual({ a: [{ credits: 1 }] });
    expect(Object.assign({}, parseJson(text))).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('polluted');
  });

  test('goes 32 levels deep and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseJson(nested(32))).not.toThrow();
    expect(() => parseJson(nested(33))).toThrow(RangeError);
    expect(() => parseJson(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`)).toThrow(RangeError);
  });

  test.each(['', 'undefined', '{', "{'a':1}", '{"a":1,}', 'NaN', '{"a":1}{"b":2}'])('refuses %s', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  });

  test('keeps everything else', () => {
    const value = { a: [1, 'two', null, true, { b: {} }] };
    expect(parseJson(JSON.stringify(value))).toEqual(value);
  });
});

describe('whatever is read, and however', () => {
  const paths = fc.oneof(
    fc.string(),
    fc.constantFrom('a', 'a.b', 'a.0', '__proto__', 'constructor.prototype', 'a..b', ''),
  );
  const values = fc.oneof(fc.anything(), fc.jsonValue(), fc.record({ a: fc.anything() }));
  const readers = [
    'number',
    'optionalNumber',
    'text',
    'optionalText',
    'flag',
    'optionalFlag',
    'optionalTime',
    'optionalList',
  ] as const;

  test('nothing is thrown but an unreadable path, and no number is not finite', () => {
    fc.assert(
      fc.property(values, paths, fc.constantFrom(...readers), (value, path, reader) => {
        const json = new Json(value);
        let result: unknown;
        const cause = causeOf(() => (result = json[reader](path)));
        expect([undefined, path]).toContain(cause?.path);
        expect(typeof result !== 'number' || Math.abs(result) <= 1e15).toBe(true);
        expect(typeof result !== 'string' || (result.length > 0 && result.length <= 120)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('hints never throw', () => {
    fc.assert(
      fc.property(values, paths, (value, path) => {
        const json = new Json(value);
        for (const hint of [json.hint(path), json.hintNumber(path), json.hintTime(path), json.hintList(path)]) {
          expect(hint).not.toBeNull();
        }
      }),
    );
  });
});
