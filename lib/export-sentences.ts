import { t } from './words.ts';

/** Which of the files without keys holds what, and where it is saved. */
export function exportsSentence(): string {
  return t('security.exports', [
    t('options.export'),
    t('section.accounts'),
    t('historyFile.export'),
    t('section.data'),
  ]);
}
