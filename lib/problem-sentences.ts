import type { Refusal } from './exchange.ts';
import type { Problem } from './input.ts';
import { t } from './words.ts';

/** What is wrong with a line of the form or of a file, and what to do. */
export function problemSentence(problem: Problem): string {
  switch (problem) {
    case 'label-empty':
      return t('problem.labelEmpty');
    case 'key-empty':
      return t('problem.keyEmpty');
    case 'key-lines':
      return t('problem.keyLines');
    case 'key-long':
      return t('problem.keyLong');
    case 'key-characters':
      return t('problem.keyCharacters');
    case 'key-bound':
      return t('problem.keyBound');
    case 'url-invalid':
      return t('problem.urlInvalid');
    case 'url-scheme':
      return t('problem.urlScheme');
    case 'url-plain':
      return t('problem.urlPlain');
    case 'url-login':
      return t('problem.urlLogin');
    case 'url-query':
      return t('problem.urlQuery');
    case 'url-address':
      return t('problem.urlAddress');
    case 'full-number':
      return t('problem.fullNumber');
    case 'alert-number':
      return t('problem.alertNumber');
    case 'field-characters':
      return t('problem.fieldCharacters');
    case 'provider-unknown':
      return t('problem.providerUnknown');
    case 'interval-range':
      return t('problem.intervalRange');
    case 'tone-range':
      return t('problem.toneRange');
    case 'passphrase-short':
      return t('problem.passphraseShort');
    case 'passphrase-differs':
      return t('problem.passphraseDiffers');
    case 'passphrase-wrong':
      return t('problem.passphraseWrong');
    case 'passphrase-wait':
      return t('problem.passphraseWait');
    case 'file-passphrase':
      return t('problem.filePassphrase');
    case 'type':
      return t('problem.type');
  }
}

/** Why a file is not taken. */
export function refusalSentence(refusal: Refusal): string {
  switch (refusal.why) {
    case 'not-json':
      return t('refusal.notJson');
    case 'too-large':
      return t('refusal.tooLarge');
    case 'format':
      return t('refusal.format');
    case 'accounts':
      return t('refusal.accounts');
    case 'vault':
      return t('refusal.vault');
    case 'version':
      return t('refusal.version', [refusal.version]);
    case 'too-many':
      return t('refusal.tooMany', [refusal.count]);
    case 'settings':
      return t('refusal.settings', [at(refusal)]);
    case 'entry':
      return refusal.label === ''
        ? t('refusal.entryUnnamed', [refusal.entry, at(refusal)])
        : t('refusal.entry', [refusal.entry, refusal.label, at(refusal)]);
  }
}

function at({ path, problem }: { path: string; problem: Problem }): string {
  return path === '' ? problemSentence(problem) : t('refusal.at', [path, problemSentence(problem)]);
}
