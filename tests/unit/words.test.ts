// @vitest-environment node
import { describe, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { t, worded } from '../../lib/words.ts';

describe('a text', () => {
  test('is asked of the browser by its key', () => expect(t('popup.pause')).toBe('Pause'));

  test('has what it is given put in, in order', () => {
    expect(t('gauge.leftOf', ['47', '100', 'credits'])).toBe('47 of 100 credits left');
  });

  test('is nothing where there is none', () => expect(worded('nobody.knows')).toBe(''));

  test.each([
    [0, 'no checks yet'],
    [1, '1 check'],
    [2, '2 checks'],
  ])('is told apart for none, one and more: %d', (count, text) => expect(t('diagnostics.attempts', count)).toBe(text));

  test.each([
    [0, 'credits'],
    [1, 'credit'],
    [1.5, 'credits'],
  ])('is told apart for one and more: %d', (count, text) => expect(t('unit.credit', count)).toBe(text));

  test('may be the same for any number, as in some languages', () => {
    Object.assign(fakeBrowser.i18n, { getMessage: vi.fn<() => string>(() => '枚') });
    expect([0, 1, 2].map((count) => t('unit.credit', count))).toEqual(['枚', '枚', '枚']);
  });

  test('has the number put in, unless it is given written out', () => {
    const getMessage = vi.fn<() => string>(() => 'x | y');
    Object.assign(fakeBrowser.i18n, { getMessage });
    t('data.days', 1000);
    t('alert.daysText', 1000, ['1,000']);
    expect(getMessage.mock.calls).toEqual([
      ['data_days', ['1000']],
      ['alert_daysText', ['1,000']],
    ]);
  });
});
