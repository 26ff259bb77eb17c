// @vitest-environment node
import { describe, expect, test } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { badgeOf } from '../../lib/badge.ts';
import { gaugesOf, type AccountGauges } from '../../lib/gauge.ts';
import { untilResumed } from '../../lib/pause.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, hour, noon, reportWith } from './given.ts';

/** An account with one balance of so many of 100, paused until a moment if one is given. */
function left(remaining: number, until?: number, account: Partial<Account> = {}): AccountGauges {
  const planned = until === undefined ? { nextAt: noon + hour } : { pausedUntil: until };
  const report = reportWith([balanceOf({ remaining, limit: 100 })]);
  return gaugesOf(accountOf(account), report, defaultSettings, noon, planned);
}

const badge = (...accounts: AccountGauges[]) => badgeOf(accounts, noon);
const grey = () => badge(left(47, untilResumed)).color;

describe('the badge of paused accounts', () => {
  const texts: [number, string][] = [
    [47, '‖47%'],
    [100, '‖100'],
    [0.3, '‖<1%'],
    [0, '‖0%'],
  ];
  test.each(texts)(
    'has a mark beside %d percent, within the four characters that a badge has room for',
    (percent, text) => {
      expect(badge(left(percent, untilResumed)).text).toBe(text);
      expect(badge(left(percent, noon + hour)).text).toBe(text);
    },
  );

  test('is grey, whatever the tone', () => {
    const colors = [90, 20, 5, 0].map((percent) => badge(left(percent, untilResumed)).color);
    expect(new Set(colors)).toEqual(new Set([grey()]));
    const parts =
      grey()
        .match(/[\da-f]{2}/g)
        ?.map((part) => Number.parseInt(part, 16)) ?? [];
    expect(parts).toHaveLength(3);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThan(0x20);
    expect([90, 20, 5, 0].map((percent) => badge(left(percent)).color)).not.toContain(grey());
  });

  test('has no mark when the account that it shows is polled, whichever other is paused', () => {
    const shown = badge(left(20), left(80, untilResumed));
    expect([shown.text, shown.color]).toEqual(['20%', badge(left(20)).color]);
    expect(badge(left(20, untilResumed), left(80)).text).toBe('‖20%');
    expect(badge(left(20, untilResumed, { enabled: false }), left(80)).text).toBe('80%');
    expect(badge(left(20, untilResumed, { muted: ['account'] }), left(80)).text).toBe('80%');
  });

  test('says so in the tooltip, in the line of each account that is paused and of no other', () => {
    const { title } = badge(left(20, untilResumed), left(30, noon + hour), left(80));
    const [, forGood, forAnHour, polled] = title.split('\n');
    expect(forGood).toMatch(/checked [^·]*· paused$/);
    expect(forAnHour).toMatch(/· paused until .*\d$|· paused until .*M$/);
    expect(polled).not.toContain('paused');
  });

  test('is the mark alone without a reading, and says in the tooltip that it is paused', () => {
    const unread = gaugesOf(accountOf(), undefined, defaultSettings, noon, { pausedUntil: untilResumed });
    expect(badge(unread).text).toBe('‖');
    expect(badge(unread).title).toContain('Not checked yet · paused');
  });
});
