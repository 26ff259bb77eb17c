import { t } from './words.ts';

/** The language of the texts, in the user's own variant where the browser has one: numbers and words have to go together. */
function language(): string {
  const code = t('language.code');
  return languageAndScript(navigator.language) === languageAndScript(code) ? navigator.language : code;
}

/** Without the country: `zh-Hans` of `zh-SG`, `pt-Latn` of `pt-BR`. Undefined where the tag is none. */
function languageAndScript(tag: string): string | undefined {
  try {
    const likely = new Intl.Locale(tag).maximize();
    return `${likely.language}-${likely.script}`;
  } catch {
    // In Firefox people may set this to anything.
    return undefined;
  }
}

/** Made at first use, for some are slow to make. */
function once<T>(make: (locale: string) => T): () => T {
  let made: T | undefined;
  return () => (made ??= make(language()));
}

// Cut off and not rounded, so that 9,999,999,999 does not become 10 billion.
const cutShort = { notation: 'compact', maximumSignificantDigits: 4, roundingMode: 'trunc' } as const;

const grouped = once((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }));
const twoPlaces = once(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
);
const tiny = once((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }));
const compact = once((locale) => new Intl.NumberFormat(locale, cutShort));
const unrounded = once((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }));
const relative = once((locale) => new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' }));
const timeOfDay = once((locale) => new Intl.DateTimeFormat(locale, { timeStyle: 'short' }));
const dayAndTime = once(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: 'numeric' }),
);
const weekday = once((locale) => new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' }));
const shortDay = once((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }));
const dateAndTime = once((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
const day = once((locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' }));

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Below this a sum of money would be shown as nothing. */
const smallestSum = 0.01;

/** From here on an amount is too long for a narrow row. */
const long = 10_000_000;

/** Writes an amount out; `unit` may be a currency as in ISO 4217. */
export type Digits = (number: number, unit: string) => string;

/** An amount as one reads it: 9,406.5 stays, 1,095.3996 is 1,095.40, 0.0004 is not 0, and 12,345,678 is 12.34M. */
export function amount(number: number, unit = ''): string {
  if (isCurrency(unit)) return money(number, unit, Math.abs(number) >= long ? cutShort : {});
  if (number !== 0 && Math.abs(number) < 0.01) return tiny().format(number);
  if (Math.abs(number) >= long) return compact().format(number);
  return Math.abs(number * 100 - Math.round(number * 100)) < 1e-6
    ? grouped().format(number)
    : twoPlaces().format(number);
}

/** An amount to the last digit that a provider sends, without binary noise. */
export function exactly(number: number, unit = ''): string {
  if (isCurrency(unit)) return money(number, unit, { maximumFractionDigits: 6 });
  return number !== 0 && Math.abs(number) < 1e-6 ? tiny().format(number) : unrounded().format(number);
}

export function isCurrency(unit: string): boolean {
  return /^[A-Z]{3}$/.test(unit);
}

function money(number: number, currency: string, digits: Intl.NumberFormatOptions): string {
  const size = Math.abs(number);
  return new Intl.NumberFormat(language(), {
    style: 'currency',
    currency,
    ...(size > 0 && size < smallestSum ? { maximumSignificantDigits: 2 } : digits),
  }).format(number);
}

/** How long ago: `3 min. ago`. Undefined below a minute, and for a moment that the clock has not reached. */
export function ago(at: number, now: number): string | undefined {
  const age = now - at;
  if (age < minute) return undefined;
  if (age < hour) return relative().format(-Math.floor(age / minute), 'minute');
  if (age < 24 * hour) return relative().format(-Math.floor(age / hour), 'hour');
  return relative().format(-Math.floor(age / (24 * hour)), 'day');
}

/** How long until then: `in 3 days`; rounded down, so that nobody is told of more time than there is. */
export function countdown(at: number, now: number): string {
  const left = Math.max(0, at - now);
  if (left < hour) return relative().format(Math.floor(left / minute), 'minute');
  if (left < 48 * hour) return relative().format(Math.floor(left / hour), 'hour');
  return relative().format(Math.floor(left / (24 * hour)), 'day');
}

/** From here on a weekday could be taken for another one of its name. */
const nearly = 6 * 24 * hour;

/** A moment: the time of day, with the weekday when it is not today, and with the date when that is not near. */
export function clock(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return timeOfDay().format(at);
  return Math.abs(at - now) < nearly ? dayAndTime().format(at) : moment(at);
}

/** A moment of any day, with its time. */
export function moment(at: number): string {
  return dateAndTime().format(at);
}

/** A day to come: the time when it is today, the weekday within a week, the date after that. */
export function dayShort(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  if (isToday) return timeOfDay().format(at);
  return at - now < nearly ? weekday().format(at) : dayOfMonth(at, now);
}

function dayOfMonth(at: number, now: number): string {
  return new Date(at).getFullYear() === new Date(now).getFullYear() ? shortDay().format(at) : date(at);
}

/** How long something took: `320 ms`, `2.4 sec`, `3 min`. */
export function span(milliseconds: number): string {
  if (milliseconds < second) return lasting('millisecond').format(Math.round(milliseconds));
  if (milliseconds < minute) return lasting('second').format(milliseconds / second);
  if (milliseconds < hour) return lasting('minute').format(milliseconds / minute);
  return lasting('hour').format(milliseconds / hour);
}

/** A size of stored data: `52.3 kB`. */
export function storageSize(bytes: number): string {
  return bytes < 1e6 ? lasting('kilobyte').format(bytes / 1000) : lasting('megabyte').format(bytes / 1e6);
}

function lasting(unit: string): Intl.NumberFormat {
  return new Intl.NumberFormat(language(), { style: 'unit', unit, maximumFractionDigits: 1 });
}

export function date(at: number): string {
  return day().format(at);
}
