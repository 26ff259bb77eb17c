/** Checks for what other processes send, each of which can say in words what it wants. */
export interface Rule {
  says: string;
  holds(value: unknown): boolean;
  optional?: boolean;
}

export type Shape = Record<string, Rule>;

/** Told to the caller as it stands: programmatic callers get it thrown, HTTP callers as a 400. */
export class BadInput extends Error {}

export const number: Rule = { says: 'a finite number', holds: Number.isFinite };
export const amount: Rule = {
  says: 'a number of 0 or more',
  holds: (value) => Number.isFinite(value) && Number(value) >= 0,
};
export const text: Rule = { says: 'a string', holds: (value) => typeof value === 'string' };
export const textOrNull: Rule = {
  says: 'a string or null',
  holds: (value) => value === null || text.holds(value),
};
export const yesOrNo: Rule = { says: 'true or false', holds: (value) => typeof value === 'boolean' };
export const object: Rule = { says: 'an object', holds: isObject };
export const anything: Rule = { says: 'a JSON value', holds: () => true };

export function maybe(rule: Rule): Rule {
  return { ...rule, optional: true };
}

export function oneOf(...values: readonly (string | number)[]): Rule {
  return { says: `one of ${values.join(', ')}`, holds: (value) => values.some((one) => one === value) };
}

export function wholeNumber(from: number, to: number): Rule {
  return {
    says: `a whole number from ${from} to ${to}`,
    holds: (value) => Number.isInteger(value) && Number(value) >= from && Number(value) <= to,
  };
}

export function listOf(rule: Rule): Rule {
  return {
    says: `a list, each entry ${rule.says}`,
    holds: (value) => Array.isArray(value) && value.every((entry) => rule.holds(entry)),
  };
}

export function like(shape: Shape): Rule {
  const fields = Object.entries(shape).map(([name, rule]) => `${name}: ${rule.says}`);
  return { says: `an object {${fields.join(', ')}}`, holds: (value) => complaint(value, shape, '') === undefined };
}

/** Returns `value` as an object of exactly this shape's fields, or throws a BadInput that names the field. */
export function check(value: unknown, shape: Shape, name: string): Record<string, unknown> {
  const wrong = complaint(value, shape, name);
  if (wrong !== undefined) throw new BadInput(wrong);
  return isObject(value) ? value : {};
}

function complaint(value: unknown, shape: Shape, name: string): string | undefined {
  if (!isObject(value)) return `${name} must be an object`;
  const stranger = Object.keys(value).find((field) => !Object.hasOwn(shape, field));
  if (stranger !== undefined) return `${name} has no field ${stranger}; it has ${Object.keys(shape).join(', ')}`;
  for (const [field, rule] of Object.entries(shape)) {
    if (value[field] === undefined && rule.optional) continue;
    if (!rule.holds(value[field])) return `${name}.${field} must be ${rule.says}`;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
