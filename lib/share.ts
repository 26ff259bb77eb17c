import type { Balance } from './balance.ts';

/** What 100 % stands for. */
export type Basis = 'set' | 'reported' | 'derived' | 'high-water';

/** What part of a balance is left. */
export interface Share {
  /** remaining / full, floored to a tenth of a percent and held to 0–100. */
  percent: number;
  /** The same as it is shown: `47%`, `<1%`. */
  text: string;
  full: number;
  basis: Basis;
}

/** The share that is left, of the first basis that exists; see the design's rules on the truth of the number. */
export function shareOf(balance: Balance, set: number | undefined, highWater: number | undefined): Share | undefined {
  const { remaining, used, limit, unlimited } = balance;
  if (unlimited) return undefined;
  const candidates: [Basis, number[] | undefined][] = [
    ['set', amounts(set)],
    ['reported', amounts(limit)],
    ['derived', limit === undefined ? amounts(remaining, used) : undefined],
    ['high-water', amounts(highWater)],
  ];
  for (const [basis, parts] of candidates) {
    const full = parts && sum(parts.map(decimal));
    if (full && full.digits > 0n) {
      const percent = Math.min(1000, floorShare(remaining, full, 1000n)) / 10;
      return { percent, text: percentText(remaining, full), full: toNumber(full), basis };
    }
  }
  return undefined;
}

function amounts(...parts: (number | undefined)[]): number[] | undefined {
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

/** Never overstates: floored, `<1%` while something is left, `0%` only when nothing is. */
function percentText(remaining: number, full: Decimal): string {
  if (remaining <= 0) return '0%';
  const percent = floorShare(remaining, full, 100n);
  return percent < 1 ? '<1%' : `${Math.min(100, percent)}%`;
}

/**
 * A number by the decimals that it is written with: digits × 10^-places. Binary fractions lie where it matters: 0.57 × 100
 * is less than 57, and 0.1 + 0.2 more than 0.3.
 */
interface Decimal {
  digits: bigint;
  places: number;
}

function decimal(number: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(number).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}

function toNumber({ digits, places }: Decimal): number {
  return Number(`${digits}e-${places}`);
}

function sum(terms: Decimal[]): Decimal {
  const places = Math.max(...terms.map((term) => term.places));
  const digits = terms.reduce((total, term) => total + term.digits * 10n ** BigInt(places - term.places), 0n);
  return { digits, places };
}

/** floor(remaining / full × parts); 0 when nothing is left. */
function floorShare(remaining: number, full: Decimal, parts: bigint): number {
  if (remaining <= 0) return 0;
  const left = decimal(remaining);
  const numerator = left.digits * parts * 10n ** BigInt(full.places);
  return Number(numerator / (full.digits * 10n ** BigInt(left.places)));
}
