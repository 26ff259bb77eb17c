import { createI18n } from '@wxt-dev/i18n';
import type { GeneratedI18nStructure } from '../.wxt/i18n/structure.d.ts';

/** The texts of the locale files, in the browser's language. */
export const { t } = createI18n<GeneratedI18nStructure>();

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
