import type { ElementHandle, Page } from 'puppeteer-core';
import { until } from './deadline.ts';

/** A page, or a part of it such as a dialog or a list item. */
export type Place = Page | ElementHandle;

const selector = (role: string, name: string) => `::-p-aria([name=${JSON.stringify(name)}][role="${role}"])`;

/** What a person with a screen reader would find by this role and this exact name; waited for, and an error if it never comes. */
export async function byRole(place: Place, role: string, name: string): Promise<ElementHandle> {
  return await until(10_000, `a ${role} named "${name}"`, () => place.$(selector(role, name)));
}

/** Whether there is such a thing right now. */
export async function hasRole(place: Place, role: string, name: string): Promise<boolean> {
  return (await place.$(selector(role, name))) !== null;
}
