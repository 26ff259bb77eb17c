import type { Account } from './account.ts';
import type { Failure } from './failure.ts';
import { fieldName } from './names.ts';
import { providerOf } from './providers/index.ts';
import type { Reading } from './reading.ts';
import { t } from './words.ts';

/** What is known beside a failure that decides how it is told. */
export interface Circumstances {
  account: Pick<Account, 'provider' | 'fields'>;
  /** Failed attempts in a row, this one included. */
  failures: number;
  /** The last good reading. */
  reading?: Reading | undefined;
}

/** What went wrong and what to do, in plain words, with the provider's own message where it gave one. */
export function failureSentence(failure: Failure, circumstances: Circumstances): string {
  const sentence = sentenceOf(failure, circumstances);
  return failure.said === undefined ? sentence : `${sentence} ${t('failure.said', [failure.said])}`;
}

function sentenceOf(failure: Failure, circumstances: Circumstances): string {
  const { account, failures } = circumstances;
  const name = providerOf(account.provider)?.name ?? account.provider;
  const host = failure.host ?? name;
  switch (failure.kind) {
    case 'unauthorized':
      return failures > 1 ? t('failure.unauthorized', [name]) : t('failure.unauthorizedOnce', [name]);
    case 'forbidden':
      return t('failure.forbidden', [name]);
    case 'payment-required':
      return t('failure.paymentRequired', [name]);
    case 'rate-limited':
      return isExhausted(failure, circumstances) ? t('failure.exhausted', [name]) : t('failure.rateLimited', [name]);
    case 'not-found':
      return account.fields
        ? t('failure.notFoundField', [name, fieldNames(account.fields)])
        : t('failure.notFound', [host]);
    case 'rejected':
      return t('failure.rejected', [name]);
    case 'server':
      return t('failure.server', [name]);
    case 'offline':
      return failure.host === undefined ? t('failure.offline') : t('failure.unreachable', [host]);
    case 'timeout':
      return failure.defect === 'interrupted' ? t('failure.interrupted') : t('failure.timeout', [host]);
    case 'redirected':
      return t('failure.redirected', [host]);
    case 'no-permission':
      return t('failure.noPermission', [host]);
    case 'locked':
      return lockedSentence(failure);
    case 'unreadable':
      return unreadableSentence(failure, host);
  }
}

function lockedSentence({ defect }: Failure): string {
  if (defect === 'damaged') return t('failure.damaged');
  if (defect === 'forgotten') return t('failure.forgotten');
  return t(defect === 'passphrase' ? 'failure.passphrase' : 'failure.locked');
}

function fieldNames(fields: Record<string, string>): string {
  return Object.keys(fields).map(fieldName).join(', ');
}

function unreadableSentence({ defect, path = '' }: Failure, host: string): string {
  switch (defect) {
    case 'empty':
      return t('failure.empty', [host]);
    case 'web-page':
      return t('failure.webPage', [host]);
    case 'too-large':
      return t('failure.tooLarge', [host]);
    case 'path':
      return t('failure.path', [host, path]);
    default:
      return t('failure.notJson', [host]);
  }
}

/** Where a 429 is ambiguous, the message tells, or else the balance that was last seen. */
export function isExhausted({ kind, said = '' }: Failure, { account, reading }: Circumstances): boolean {
  if (kind !== 'rate-limited') return false;
  const exhausted = providerOf(account.provider)?.exhausted;
  if (!exhausted) return false;
  return exhausted.test(said) || (reading?.balances.every(({ remaining }) => remaining <= 0) ?? false);
}
