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
  if (balance.unlimited) return undefined;
  const candidates: [Basis, number | undefined][] = [
    ['set', set],
    ['reported', balance.limit],
    [
      'derived',
      balance.limit === undefined && balance.used !== undefined ? balance.remaining + balance.used : undefined,
    ],
    ['high-water', highWater],
  ];
  const [basis, full] = candidates.find(([, amount]) => amount !== undefined && amount > 0) ?? [];
  if (basis === undefined || full === undefined) return undefined;
  const tenths = floorShare(balance.remaining, full, 1000);
  const percent = Math.min(1000, Math.max(0, tenths)) / 10;
  return { percent, text: percentText(balance.remaining, full), full, basis };
}

/** Never overstates: floored, `<1%` while something is left, `0%` only when nothing is. */
function percentText(remaining: number, full: number): string {
  if (remaining <= 0) return '0%';
  const percent = floorShare(remaining, full, 100);
  return percent < 1 ? '<1%' : `${Math.min(100, percent)}%`;
}

/** floor(remaining / full × parts), exact where binary fractions would lie: 0.57 of 1 is 57 hundredths, not 56. */
function floorShare(remaining: number, full: number, parts: number): number {
  if (remaining <= 0) return 0;
  let share = Math.floor((remaining / full) * parts);
  if (share > parts) return share;
  while (compareProducts(share, full, remaining, parts) > 0) share -= 1;
  while (compareProducts(share + 1, full, remaining, parts) <= 0) share += 1;
  return share;
}

/** The sign of a×b − c×d, by the decimals that the numbers are written with. */
function compareProducts(a: number, b: number, c: number, d: number): number {
  const factors = [a, b, c, d].map(decimal);
  const scale = Math.max(...factors.map(({ places }) => places));
  const [x = 0n, y = 0n, z = 0n, w = 0n] = factors.map(({ digits, places }) => digits * 10n ** BigInt(scale - places));
  const difference = x * y - z * w;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** The number as an integer and the places that its decimal point is to be moved. */
function decimal(number: number): { digits: bigint; places: number } {
  const [mantissa = '0', exponent = '0'] = String(number).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const places = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return places >= 0 ? { digits, places } : { digits: digits * 10n ** BigInt(-places), places: 0 };
}
