import { amount } from './format.ts';
import type { HistoryRefusal } from './history-file.ts';
import type { Gain } from './history-merge.ts';
import { t } from './words.ts';

/** What a file would add to an account. */
export function gainSentence({ readings, events }: Gain): string {
  if (readings === 0) return t('historyFile.noGain');
  const parts = [t('historyFile.readings', readings, [amount(readings)])];
  if (events > 0) parts.push(t('historyFile.events', events, [amount(events)]));
  return parts.join(', ');
}

/** Why a file of histories is not taken. */
export function historyRefusalSentence(refusal: HistoryRefusal): string {
  switch (refusal.why) {
    case 'not-json':
      return t('refusal.notJson');
    case 'too-large':
      return t('historyFile.tooLarge');
    case 'format':
      return t('historyFile.format');
    case 'accounts':
      return t('historyFile.accounts');
    case 'version':
      return t('refusal.version', [refusal.version]);
    case 'entry': {
      const { entry, label, path } = refusal;
      const why = path === '' ? t('historyFile.entry') : t('historyFile.member', [path]);
      return label === '' ? t('refusal.entryUnnamed', [entry, why]) : t('refusal.entry', [entry, label, why]);
    }
  }
}
