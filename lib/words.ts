import type { createI18n } from '@wxt-dev/i18n';
import { browser } from 'wxt/browser';
import type { GeneratedI18nStructure } from '../.wxt/i18n/structure.d.ts';

type Translate = ReturnType<typeof createI18n<GeneratedI18nStructure>>['t'];

/**
 * The texts of the locale files, in the browser's language. The package that checks their keys can also read them, but with more
 * code than the popup has room for.
 */
export const t = ((key: string, ...told: (number | (string | number)[])[]) => {
  const count = told.find((one) => typeof one === 'number');
  const given = told.find(Array.isArray) ?? (count === undefined ? [] : [count]);
  // The types know the browser's own keys only.
  const name = key.replaceAll('.', '_') as '@@ui_locale';
  const message = browser.i18n.getMessage(name, given.map(String));
  return count === undefined ? message : formFor(count, message.split(' | '));
}) as Translate;

/** Of none, one and more, of one and more, or of whatever number. */
function formFor(count: number, forms: string[]): string | undefined {
  if (count === 0 && forms.length > 2) return forms[0];
  return forms.at(count === 1 && forms.length > 1 ? -2 : -1);
}

/** A text whose key is put together from an id; empty where the locale files have none. */
export function worded(key: string): string {
  // The types know whole keys only.
  return t(key as 'language.code');
}

/** Tells screen readers and the layout which language the page is in. */
export function declareLanguage(page: Document, title: string): void {
  page.documentElement.lang = t('language.code');
  page.documentElement.dir = t('language.direction');
  page.title = title;
}
