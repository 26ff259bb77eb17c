import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../../lib/account.ts';
import { badgeOf } from '../../lib/badge.ts';
import type { Balance } from '../../lib/balance.ts';
import { failureKinds } from '../../lib/failure.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import type { Found } from '../../lib/poll.ts';
import type { Report } from '../../lib/report.ts';
import { foundSentence } from '../../lib/sentences.ts';
import type { Settings } from '../../lib/settings.ts';
import type { Share } from '../../lib/share.ts';
import { day, minute, noon, second } from '../unit/given.ts';

/** Beyond the smallest double. */
const places = 360;

/** A number by the decimals that it is written with, times ten to the power of `places`. */
function exact(number: number): bigint {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  const digits = BigInt(sign + whole + fraction);
  return digits * 10n ** BigInt(places - fraction.length + Number(exponent));
}

/** Every way in which a percentage says something else than remaining / full; none, when it is told as it is. */
export function untrue({ remaining, used }: Balance, { percent, text, full, basis }: Share): string[] {
  const left = exact(remaining);
  const all = basis === 'derived' && used !== undefined ? left + exact(used) : exact(full);
  // A sum with more digits than a double has may be rounded up, and a share of it be a little too small.
  const most = exact(full) > all ? exact(full) : all;
  const parts = Math.round(percent * 10);
  const hundredths = /^(\d+)%$/.exec(text)?.[1];
  const told = BigInt(hundredths ?? 0);
  const rules: Record<string, boolean> = {
    'a percentage of nothing': all <= 0n,
    'a percentage beyond 0 to 100, or finer than a tenth': !(parts >= 0 && parts <= 1000 && parts / 10 === percent),
    'the meter is overstated': BigInt(parts) * all > left * 1000n && parts > 0,
    'the meter is understated': left * 1000n >= BigInt(parts + 1) * most && parts < 1000,
    'the text is overstated': told * all > left * 100n && told > 0n,
    'the text is understated': left * 100n >= (told + 1n) * most && told < 100n,
    '0% while something is left': text === '0%' && left > 0n,
    '<1% while nothing is left': text === '<1%' && left <= 0n,
    'a text of another form': hundredths === undefined && text !== '<1%',
  };
  return Object.entries(rules).flatMap(([wrong, holds]) =>
    holds ? [`${wrong}: ${text} of ${remaining}/${full}`] : [],
  );
}

/** Every string longer than it may be or with what is not seen in it, every number that is none, wherever they are. */
function amiss(value: unknown, name = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${name} is ${value}`];
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([member, inner]) => amiss(inner, member));
  if (typeof value !== 'string' || name === 'host') return [];
  if (/[\p{Cc}\p{Cf}]/u.test(value)) return [`${name} holds what is not seen`];
  return value.length > 120 ? [`${name} is too long`] : [];
}

/** What of these does not hold. */
function unmet(rules: Record<string, boolean>): string[] {
  return Object.keys(rules).filter((rule) => !rules[rule]);
}

/** Everything about an outcome that may not be. */
export function wrongIn(found: Found, key: string): string[] {
  const { reading, failure, wait = minute } = found;
  const { kind = 'locked', said = '' } = failure ?? {};
  const rules = {
    'a reading or a failure': !reading !== !failure,
    'a known kind of failure': failureKinds.includes(kind),
    'at least one balance': reading?.balances.length !== 0,
    'a wait of half a minute to a day': wait >= 30 * second && wait <= day,
    'no part of the key': !said.includes(key.slice(0, 12)) && !said.includes(key.slice(-12)),
    // Down to the sign of a zero: what is stored has to come back as it was.
    'the same after it was stored': isDeepStrictEqual(JSON.parse(JSON.stringify(found)), found),
  };
  return [...amiss(found), ...unmet(rules)];
}

/** Everything about what is shown of it that may not be. */
export function wrongInSight(found: Found, account: Account, report: Report, limits: Settings): string[] {
  const shown = gaugesOf(account, report, limits, noon);
  const { text, title } = badgeOf([shown], noon);
  const texts = `${title} ${foundSentence(found, account).text}`;
  const rules = {
    'an attempt in half a minute or later': (shown.nextAt ?? 0) >= noon + 30 * second,
    'a badge of four characters': /^(|!|<1%|\d{1,2}%|100%)$/.test(text),
    'words without holes': !/undefined|NaN|Infinity|\[object/.test(texts),
  };
  return [...shown.gauges.flatMap(({ balance, share }) => (share ? untrue(balance, share) : [])), ...unmet(rules)];
}
