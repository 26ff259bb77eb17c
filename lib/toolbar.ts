import { browser } from 'wxt/browser';
import type { Badge } from './badge.ts';
import { drawIcon, type IconFace } from './icon.ts';

/** What this worker has shown last. It alone shows anything, so that there is no need to ask what stands there. */
let shown: Badge | undefined;

/** Shows it, where it is not shown already: browsers keep it when they end the worker. */
export async function paintBadge(badge: Badge): Promise<void> {
  const before = shown ?? (await standing());
  const { text, color, title } = badge;
  // Until all of it is shown, nothing is known of it.
  shown = undefined;
  const { action } = browser;
  if (before.color !== color) {
    await action.setBadgeBackgroundColor({ color });
    await action.setBadgeTextColor({ color: '#ffffff' });
  }
  if (before.title !== title) await action.setTitle({ title });
  if (before.text !== text) await action.setBadgeText({ text });
  shown = badge;
}

async function standing(): Promise<Badge> {
  const { action } = browser;
  const [text, title, color] = await Promise.all([
    action.getBadgeText({}),
    action.getTitle({}),
    action.getBadgeBackgroundColor({}),
  ]);
  return { text, title, color: hex(color) };
}

const iconSizes = [16, 32, 48];

/** In the session's storage, which lives as long as what is drawn: the face that is. */
const faceName = 'icon';

/** What is drawn, as far as this worker knows: a face, or an empty text for the icon as it came. */
let drawn: string | undefined;

/**
 * Draws the toolbar's icon, where it is not known to be drawn already; without a face, the icon is as it came. What is
 * remembered goes first: a worker that is ended in between leaves nothing that is not true.
 */
export async function paintIcon(face: IconFace | undefined): Promise<void> {
  const wanted = face ? JSON.stringify(face) : '';
  const { session } = browser.storage;
  const before: unknown = drawn ?? (await session.get(faceName))[faceName];
  if (wanted === before) return;
  drawn = undefined;
  await session.remove(faceName);
  await browser.action.setIcon(
    face ? { imageData: imagesOf(face) } : { path: { ...browser.runtime.getManifest().icons } },
  );
  if (face) await session.set({ [faceName]: wanted });
  drawn = wanted;
}

function imagesOf(face: IconFace): Record<number, ImageData> {
  const images = iconSizes.flatMap((size) => {
    const canvas = new OffscreenCanvas(size, size).getContext('2d');
    if (!canvas) return [];
    drawIcon(canvas, size, face);
    return [[size, canvas.getImageData(0, 0, size, size)] as const];
  });
  return Object.fromEntries(images);
}

function hex(color: number[]): string {
  return `#${color
    .slice(0, 3)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;
}
