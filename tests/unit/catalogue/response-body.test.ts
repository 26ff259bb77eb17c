// @vitest-environment node
import { afterEach, describe, expect, test } from 'vitest';
import { parseJson } from '../../../lib/json.ts';
import { saying, sending } from './answers.ts';
import { expectReading, expectRow, later, meets } from './row.ts';
import { readsWell, stopAll } from './scene.ts';

afterEach(stopAll);

const good = '{"totalCredits":100000,"usedCredits":50000,"remainingCredits":50000,"subscription":"PRO"}';
const invalid = 'The answer of {host} was not valid.';

test.each([200, 204] as const)('R12 an answer of %d without a body is empty', (status) =>
  expectRow({ inject: meets({ kind: 'empty', status }), sentence: 'The answer of {host} was empty.', next: later }),
);

describe('an answer that is no JSON', () => {
  test('R13 a web page is told as one, whatever it says that it is', () =>
    expectRow({
      inject: sending('<!doctype html><p>50,000 credits</p>'),
      sentence: '{host} sent a web page, not data. A Wi-Fi login or a wrong base URL may be behind it.',
      next: later,
    }));

  test.each([
    ['XML', '<?xml version="1.0"?><remainingCredits>50000</remainingCredits>'],
    ['JSON with a callback around it', `done(${good})`],
    ['several lines of JSON', `${good}\n${good}`],
  ])('R13 %s is not guessed at', (_, body) => expectRow({ inject: sending(body), sentence: invalid, next: later }));

  test('R13 a byte order mark is forgiven', async () => {
    const { row } = await expectReading(await readsWell(), sending(`\uFEFF${good}`));
    expect(row).toContain('50,000 of 100,000 credits left');
  });
});

describe('a figure that is sent as text', () => {
  test('R15 “12.50” is a number all the same', async () => {
    const { row } = await expectReading(await readsWell(), saying({ remainingCredits: '12.50' }));
    expect(row).toContain('12.5 of 100,000 credits left');
  });

  test.each(['12,50', '$12', ' 12 '])('R15 “%s” is not guessed at', (remainingCredits) =>
    expectRow({
      inject: saying({ remainingCredits }),
      sentence: 'The answer of {host} had no readable “remainingCredits”.',
      next: later,
    }),
  );
});

describe('an answer that reaches for prototypes', () => {
  const names = () => [Object.prototype, Array.prototype, Function.prototype].map(Object.getOwnPropertyNames);

  test('R21 is read without what reaches for them', async () => {
    const before = names();
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},';
    const { row, report } = await expectReading(await readsWell(), sending(`{${evil}${good.slice(1)}`));
    expect(row).toContain('50,000 of 100,000 credits left');
    expect(names()).toEqual(before);
    expect(report.reading?.balances).not.toHaveProperty('0.polluted');
  });

  test('R21 brings no figure by way of them', () =>
    expectRow({
      inject: sending(`{"__proto__":${good}}`),
      sentence: 'The answer of {host} had no readable “remainingCredits”.',
      next: later,
    }));

  test('R21 changes none of them in 100,000 answers', () => {
    const before = names();
    const members = ['__proto__', 'constructor', 'prototype', 'toString', 'credits', '0'];
    const nameAt = (place: number) => members[Math.floor(place) % members.length] ?? '';
    let inherited = 0;
    for (let round = 0; round < 100_000; round += 1) {
      const [one, two, three] = [nameAt(round), nameAt(round / 6), nameAt(round / 36)];
      const answer = parseJson(`{"${one}":{"${two}":{"${three}":${round}}},"list":[{"${two}":{"${one}":1}}]}`);
      // A copy takes over the prototype that an own member of that name stands for.
      if (Object.getPrototypeOf(Object.assign({}, answer)) !== Object.prototype) inherited += 1;
    }
    expect(inherited).toBe(0);
    expect(names()).toEqual(before);
  });
});

describe('a text of the provider', () => {
  const read = async (subscription: string) => expectReading(await readsWell(), saying({ subscription }));
  const planIn = (row: string) => /Plan (.*) · \d+% of the plan/.exec(row)?.[1] ?? '';

  test.each(['<img src=x onerror=alert(1)>', 'javascript:alert(1)', 'https://evil.example/?pay'])(
    'R22 is shown as text, and no link or element comes of it: %s',
    async (subscription) => {
      const { html } = await read(subscription);
      const escaped = subscription.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(html).toContain(`Plan ${escaped}`);
      expect(html.replace(escaped, 'PRO')).toBe((await read('PRO')).html);
    },
  );

  test('R22 is cut to 120 characters', async () => {
    expect(planIn((await read('x'.repeat(200_000))).row)).toBe(`${'x'.repeat(119)}…`);
  });

  test('R22 of 1 MB is not even read', () =>
    expectRow({
      inject: saying({ subscription: 'x'.repeat(1024 * 1024) }),
      sentence: 'The answer of {host} was too large.',
      next: later,
    }));

  test('R22 has no characters that are not seen', async () => {
    expect(planIn((await read('\u202EP\u200BR\u0000O\u2066 \uFEFFplan\u001B[31m')).row)).toBe('PRO plan[31m');
  });
});
