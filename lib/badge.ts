import { browser } from 'wxt/browser';
import { firstToRunOut, lowest, lowestFirst, type AccountGauges, type Tone } from './gauge.ts';
import { drawIcon, type IconFace } from './icon.ts';
import { discreetLine, tooltipLine } from './sentences.ts';
import type { BadgeFigure } from './settings.ts';
import { t } from './words.ts';

/** White text on each of these has a contrast of at least 4.5:1. */
const colors: Record<Tone | 'stale', string> = {
  ok: '#1a7f37',
  low: '#9a6700',
  critical: '#cf222e',
  empty: '#82071e',
  unknown: '#59636e',
  stale: '#59636e',
};

/** What the toolbar shows. */
export interface Badge {
  text: string;
  color: string;
  title: string;
}

/** Without amounts and labels in its title where the user wants none to be seen. */
export function badgeOf(
  accounts: AccountGauges[],
  now: number,
  figure: BadgeFigure = 'percent',
  isDiscreet = false,
): Badge {
  const badge = fullBadgeOf(accounts, now, figure, isDiscreet ? discreetLine : tooltipLine);
  return figure === 'none' ? { ...badge, text: '' } : badge;
}

function fullBadgeOf(accounts: AccountGauges[], now: number, figure: BadgeFigure, lineOf: typeof tooltipLine): Badge {
  const enabled = accounts.filter(({ account }) => account.enabled);
  if (enabled.length === 0)
    return {
      text: '',
      color: colors.unknown,
      title: titleOf([t(accounts.length === 0 ? 'badge.none' : 'popup.allDisabled')]),
    };
  const title = titleOf(enabled.toSorted(lowestFirst).map((account) => lineOf(account, now)));
  const first = figure === 'runs-out' ? firstToRunOut(enabled, now) : undefined;
  const low = first ?? lowest(enabled);
  if (low) {
    const color = colors[low.stale || low.paused ? 'stale' : low.gauge.tone];
    const text = first ? timeLeft(first.at - now) : (low.share?.text ?? '');
    return { text: low.paused ? pausedText(text) : text, color, title };
  }
  if (enabled.every(({ pausedUntil }) => pausedUntil !== undefined))
    return { text: pausedText(''), color: colors.stale, title };
  const hasReading = enabled.some(({ gauges }) => gauges.length > 0);
  return { text: hasReading ? '' : '!', color: colors.unknown, title };
}

/** `3d`, and below two days in hours: what is left of a figure that has room for four characters. */
function timeLeft(milliseconds: number): string {
  const hours = Math.max(0, Math.floor(milliseconds / 3_600_000));
  return hours < 48
    ? t('badge.hours', [String(hours)])
    : t('badge.days', [String(Math.min(999, Math.floor(hours / 24)))]);
}

/** Two bars beside the figure, like the button: it is not looked after. A badge has room for four characters. */
function pausedText(text: string): string {
  const marked = `\u2016${text}`;
  return marked.length > 4 ? marked.slice(0, 4) : marked;
}

/** Shows it, where it is not shown already. */
export async function paintBadge({ text, color, title }: Badge): Promise<void> {
  const { action } = browser;
  const [oldText, oldTitle, oldColor] = await Promise.all([
    action.getBadgeText({}),
    action.getTitle({}),
    action.getBadgeBackgroundColor({}),
  ]);
  if (hex(oldColor) !== color) {
    await action.setBadgeBackgroundColor({ color });
    await action.setBadgeTextColor({ color: '#ffffff' });
  }
  if (oldTitle !== title) await action.setTitle({ title });
  if (oldText !== text) await action.setBadgeText({ text });
}

const iconSizes = [16, 32, 48];

/** What this worker drew last; another one may have drawn the same. */
let drawn = '';

/** Draws the toolbar's icon, where it is not drawn already. */
export async function paintIcon(face: IconFace): Promise<void> {
  const wanted = JSON.stringify(face);
  if (wanted === drawn) return;
  const images = iconSizes.flatMap((size) => {
    const canvas = new OffscreenCanvas(size, size).getContext('2d');
    if (!canvas) return [];
    drawIcon(canvas, size, face);
    return [[size, canvas.getImageData(0, 0, size, size)] as const];
  });
  await browser.action.setIcon({ imageData: Object.fromEntries(images) });
  drawn = wanted;
}

function titleOf(lines: string[]): string {
  return [t('product.name'), ...lines].join('\n');
}

function hex(color: number[]): string {
  return `#${color
    .slice(0, 3)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;
}
