import { PollError } from './failure.ts';

/** Beyond this a double no longer tells neighbouring hundredths apart, and no provider counts so far. */
const largestNumber = 1e15;
const longestText = 120;
const longestHint = 2000;
const deepest = 32;
const dangerousNames = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * An untrusted JSON value, read by dotted path (`account.credits`).
 * Each reader returns a checked value or throws a `PollError` of kind `unreadable` that names the path.
 * The `optional…` readers return undefined for a member that is absent, null or an empty text.
 */
export class Json {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  number(path: string): number {
    return required(path, this.optionalNumber(path));
  }

  optionalNumber(path: string): number | undefined {
    const value = this.#at(path);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' ? strictNumber(value) : value;
    if (typeof number !== 'number' || !(Math.abs(number) <= largestNumber)) throw unreadable(path);
    // No provider means anything by -0.
    return number + 0;
  }

  text(path: string): string {
    return required(path, this.optionalText(path));
  }

  /** At most 120 characters, without control and invisible ones. */
  optionalText(path: string): string | undefined {
    const value = this.#at(path);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw unreadable(path);
    return plainText(value) || undefined;
  }

  flag(path: string): boolean {
    return required(path, this.optionalFlag(path));
  }

  optionalFlag(path: string): boolean | undefined {
    const value = this.#at(path);
    if (value === undefined) return undefined;
    if (typeof value !== 'boolean') throw unreadable(path);
    return value;
  }

  /** An ISO 8601 date, in milliseconds since 1970; one without a zone is taken as UTC. */
  optionalTime(path: string): number | undefined {
    const text = this.optionalText(path);
    if (text === undefined) return undefined;
    const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.exec(text);
    if (!iso || !isDay(text)) throw unreadable(path);
    const zoned = iso[1] === undefined || iso[4] !== undefined ? text : `${text}Z`;
    const time = Date.parse(zoned.replace(' ', 'T'));
    if (Number.isNaN(time)) throw unreadable(path);
    return time;
  }

  /** The elements of a list, each to be read for itself; undefined when the member is absent. */
  optionalList(path: string): Json[] | undefined {
    const value = this.#at(path);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw unreadable(path);
    return value.map((element) => new Json(element));
  }

  /** The member as text if it happens to be one, never throwing: for messages in error bodies of any shape. Not cleaned yet. */
  hint(path: string): string | undefined {
    const value = this.#at(path);
    return typeof value === 'string' ? value.slice(0, longestHint) : undefined;
  }

  /** The same, as it may be shown. */
  hintText(path: string): string | undefined {
    return quietly(() => this.optionalText(path));
  }

  /** The same for a number. */
  hintNumber(path: string): number | undefined {
    return quietly(() => this.optionalNumber(path));
  }

  /** The same for a date. */
  hintTime(path: string): number | undefined {
    return quietly(() => this.optionalTime(path));
  }

  /** The same for a list: empty when there is none. */
  hintList(path: string): Json[] {
    return quietly(() => this.optionalList(path)) ?? [];
  }

  #at(path: string): unknown {
    let value: unknown = this.#value;
    for (const name of path.split('.')) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    return value === null || value === '' ? undefined : value;
  }
}

/** Parses text from outside. Throws on anything that is not JSON or nests deeper than 32; drops members that could reach a prototype. */
export function parseJson(text: string): unknown {
  return checked(JSON.parse(text), 0);
}

/** Text from outside as it may be shown: one line, no control, direction or zero-width characters, at most 120 characters. */
export function plainText(text: string): string {
  const visible = visibleText(text.slice(0, longestHint));
  return visible.length > longestText ? `${cut(visible, longestText - 1)}…` : visible;
}

/** The same in its full length. */
export function visibleText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .replace(/ +/g, ' ')
    .trim();
}

/** Never cuts an astral character in half. */
function cut(text: string, length: number): string {
  return text
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}

function checked(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === deepest) throw new RangeError('nested too deep');
  if (Array.isArray(value)) return value.map((element) => checked(element, depth + 1));
  const members = Object.entries(value).filter(([name]) => !dangerousNames.has(name));
  return Object.fromEntries(members.map(([name, member]) => [name, checked(member, depth + 1)]));
}

/** Whether the date that the text begins with is in the calendar: 30 February would be taken for 2 March. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

/** `"12.50"` is a number that was sent as text; `"12,50"`, `"$12"` and `" 12 "` would have to be guessed. */
function strictNumber(text: string): number | undefined {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function required<T>(path: string, value: T | undefined): T {
  if (value === undefined) throw unreadable(path);
  return value;
}

function unreadable(path: string): PollError {
  return new PollError({ kind: 'unreadable', defect: 'path', path });
}
