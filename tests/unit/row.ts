import { h, type ComponentChild } from 'preact';
import { AccountRow } from '../../components/AccountRow.tsx';
import { defaultDisplay, type Display } from '../../lib/display.ts';
import type { AccountGauges } from '../../lib/gauge.ts';

const nothing = () => undefined;

/** An account as the popup shows it, with all that is known of it. */
export function rowOf(
  shown: AccountGauges,
  now: number,
  display: Partial<Display> = {},
  { allPausedUntil, allLate = false }: { allPausedUntil?: number | undefined; allLate?: boolean } = {},
): ComponentChild {
  return h(AccountRow, {
    shown,
    now,
    allPausedUntil,
    allLate,
    display: { ...defaultDisplay, ...display },
    isExample: false,
    isOpen: true,
    onOpen: nothing,
    onRefresh: nothing,
    onDisplay: nothing,
  });
}
