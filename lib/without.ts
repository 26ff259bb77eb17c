/** The object without these members. */
export function without<T extends object, Name extends keyof T>(object: T, ...names: Name[]): Omit<T, Name> {
  const left = Object.entries(object).filter(([name]) => !names.some((one) => one === name));
  return Object.fromEntries(left) as unknown as Omit<T, Name>;
}
