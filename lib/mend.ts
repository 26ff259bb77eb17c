import { isExhausted } from './failure-sentences.ts';
import type { FailureKind } from './failure.ts';
import type { AccountGauges } from './gauge.ts';
import { t } from './words.ts';

/** Where an account can be mended, and what is done there, in a word; with its title for those who do not see where the link stands. */
export interface Fix {
  href: string;
  text: string;
  label: string;
}

/** What a person can mend in the options, and where: the form, or the list with its button that asks for access. */
const mendable = new Set<FailureKind>([
  'unauthorized',
  'forbidden',
  'not-found',
  'redirected',
  'locked',
  'no-permission',
]);

/** Whether what is wrong is to be waited for, and nobody has to do anything. */
export function passesByItself({ account, report }: AccountGauges): boolean {
  // It was cut off, and is made again.
  if (!report?.failure) return true;
  const { kind, defect } = report.failure;
  // A refusal is not believed before it is said twice.
  if (kind === 'unauthorized') return report.failures <= 1;
  return !(
    mendable.has(kind) ||
    kind === 'payment-required' ||
    kind === 'rejected' ||
    // It may be one to log in at.
    defect === 'web-page' ||
    isExhausted(report.failure, { account, ...report })
  );
}

/** `title` is what the account is called where this is shown. */
export function fixOf({ account, report }: AccountGauges, title: string): Fix | undefined {
  const { kind, defect } = report?.failure ?? {};
  if (kind === undefined || !mendable.has(kind)) return undefined;
  if (defect === 'passphrase')
    return { href: '/options.html#unlock', text: t('popup.unlock'), label: t('popup.unlockOne', [title]) };
  const href = kind === 'no-permission' ? '/options.html' : `/options.html#${account.id}`;
  return { href, text: t('popup.fix'), label: t('popup.fixOne', [title]) };
}
