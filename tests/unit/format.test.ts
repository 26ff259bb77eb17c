import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { ago, amount, clock, date, exactly } from '../../lib/format.ts';
import { day, hour, minute, noon } from './given.ts';

/** Blanks that do not break are blanks. */
const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');

describe('an amount', () => {
  const amounts: [number, string, string][] = [
    [0, '0', '0'],
    [47, '47', '47'],
    [9406.5, '9,406.5', '9,406.5'],
    [1095.3996, '1,095.40', '1,095.3996'],
    [0.0004, '0.0004', '0.0004'],
    [1e-7, '0.0000001', '0.0000001'],
    [0.1 + 0.2, '0.3', '0.3'],
    [9_999_999.99, '9,999,999.99', '9,999,999.99'],
    [12_345_678, '12.34M', '12,345,678'],
    [9_999_999_999, '9.999B', '9,999,999,999'],
    [-3.2, '-3.2', '-3.2'],
    [-1095.3996, '-1,095.40', '-1,095.3996'],
    [-0.0004, '-0.0004', '-0.0004'],
    [-12_349_999, '-12.34M', '-12,349,999'],
  ];
  test.each(amounts)('of %d is %s, exactly %s', (number, short, exact) => {
    expect(amount(number)).toBe(short);
    expect(amount(number, 'credit')).toBe(short);
    expect(exactly(number)).toBe(exact);
  });

  const money: [string, number, string, string][] = [
    ['USD', 9406.5, '$9,406.50', '$9,406.50'],
    ['USD', 1095.3996, '$1,095.40', '$1,095.3996'],
    ['USD', 9_999_999.99, '$9,999,999.99', '$9,999,999.99'],
    ['USD', 12_345_678, '$12.34M', '$12,345,678.00'],
    ['USD', 9_999_999_999, '$9.999B', '$9,999,999,999.00'],
    ['USD', -3.2, '-$3.20', '-$3.20'],
    ['JPY', 9406, '¥9,406', '¥9,406'],
    ['JPY', 12_345_678, '¥12.34M', '¥12,345,678'],
    ['JPY', -12_349_999, '-¥12.34M', '-¥12,349,999'],
    ['KWD', 9406.5, 'KWD 9,406.500', 'KWD 9,406.500'],
    ['KWD', 1095.3996, 'KWD 1,095.400', 'KWD 1,095.3996'],
    ['KWD', 12_345_678, 'KWD 12.34M', 'KWD 12,345,678.000'],
  ];
  test.each(money)('of money, %s %d, is %s, exactly %s', (currency, number, short, exact) => {
    expect(plain(amount(number, currency))).toBe(short);
    expect(plain(exactly(number, currency))).toBe(exact);
  });

  test.each(['USD', 'JPY', 'KWD'])('of very little money in %s is not nothing', (currency) => {
    expect(exactly(0.0004, currency)).toContain('0.0004');
    for (const number of [0.0004, 1e-7]) {
      expect(amount(number, currency)).toMatch(/[1-9]/);
      expect(exactly(number, currency)).toMatch(/[1-9]/);
    }
  });
});

describe('an age', () => {
  const ages: [number, string | undefined][] = [
    [-minute, undefined],
    [0, undefined],
    [minute - 1, undefined],
    [minute, '1 min. ago'],
    [4 * minute - 1, '3 min. ago'],
    [hour - 1, '59 min. ago'],
    [hour, '1 hr. ago'],
    [day - 1, '23 hr. ago'],
    [day, '1 day ago'],
    [10 * day, '10 days ago'],
  ];
  test.each(ages)('of %d ms is “%s”', (age, text) => {
    expect(ago(noon - age, noon)).toBe(text);
  });
});

describe('a moment', () => {
  const at = new Date(2026, 5, 17, 14, 5).getTime();

  test('of today is its time alone', () => {
    expect(plain(clock(at, new Date(2026, 5, 17, 23).getTime()))).toBe('2:05 PM');
  });

  test('of another day has its weekday', () => {
    for (const now of [at - day, at + day, at - 6 * day + 1, at + 6 * day - 1])
      expect(plain(clock(at, now))).toBe('Wed 2:05 PM');
  });

  test('of another week has its date', () => {
    for (const now of [at - 6 * day, at - 7 * day, at + 6 * day])
      expect(plain(clock(at, now))).toBe('Jun 17, 2026, 2:05 PM');
  });

  test('far away is a date', () => {
    expect(date(at)).toBe('Jun 17, 2026');
  });
});

describe('the language', () => {
  beforeEach(() => {
    vi.resetModules();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  async function formatIn(texts: string, browser: string) {
    Object.assign(fakeBrowser.i18n, { getMessage: () => texts });
    vi.spyOn(navigator, 'language', 'get').mockReturnValue(browser);
    return await import('../../lib/format.ts');
  }

  /** What is written with texts in one language in a browser of another. */
  async function written(texts: string, browser: string): Promise<string[]> {
    const format = await formatIn(texts, browser);
    return [format.amount(9406.5), format.exactly(9406.5, 'USD'), format.date(noon)].map(plain);
  }

  const languages: [string, string, string[]][] = [
    ['en', 'en-US', ['9,406.5', '$9,406.50', 'Jun 17, 2026']],
    ['en', 'en-GB', ['9,406.5', 'US$9,406.50', '17 Jun 2026']],
    ['en', 'de-DE', ['9,406.5', '$9,406.50', 'Jun 17, 2026']],
    ['de', 'de-AT', ['9 406,5', '$ 9.406,50', '17. Juni 2026']],
    ['de', 'en-US', ['9.406,5', '9.406,50 $', '17. Juni 2026']],
    ['ja', 'ja', ['9,406.5', '$9,406.50', '2026年6月17日']],
    ['pt-BR', 'pt-BR', ['9.406,5', 'US$ 9.406,50', '17 de jun. de 2026']],
    ['pt-BR', 'pt-PT', ['9406,5', '9406,50 US$', '17/06/2026']],
    ['pt-BR', 'en-US', ['9.406,5', 'US$ 9.406,50', '17 de jun. de 2026']],
    ['zh-CN', 'zh-CN', ['9,406.5', 'US$9,406.50', '2026年6月17日']],
    ['en', 'en-?', ['9,406.5', '$9,406.50', 'Jun 17, 2026']],
  ];
  test.each(languages)(
    'of the texts, %s, is also that of the numbers in a browser in %s',
    async (texts, browser, all) => {
      expect(await written(texts, browser)).toEqual(all);
    },
  );

  test('of Chinese texts does not mix two scripts', async () => {
    expect((await formatIn('zh-CN', 'zh-TW')).amount(12_345_678)).toBe('1234万');
    vi.resetModules();
    expect((await formatIn('zh-CN', 'zh-SG')).amount(12_345_678)).toBe('1234万');
  });
});
