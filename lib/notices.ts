import { browser } from 'wxt/browser';
import { announce } from './signal.ts';
import { noticeKinds, type NoticeKind } from './storage-trouble.ts';

const prefix = 'n:';
/** In the memory of the browser, for when the disk is full nothing can be written to it. */
const unsavedName = 'unsaved';

/** By kind, when it happened, in milliseconds since 1970. Kept until it is dismissed. */
export async function tellOnce(kind: NoticeKind, at: number): Promise<void> {
  await browser.storage.local.set({ [prefix + kind]: at });
  announce();
}

export async function dismiss(kind: NoticeKind): Promise<void> {
  await browser.storage.local.remove(prefix + kind);
  announce();
}

export async function loadNotices(): Promise<NoticeKind[]> {
  const told = await browser.storage.local.get(noticeKinds.map((kind) => prefix + kind));
  return noticeKinds.filter((kind) => prefix + kind in told && told[prefix + kind] !== undefined);
}

/** Whether the last turn could not save what it found. Told as long as it lasts. */
export async function markUnsaved(isUnsaved: boolean): Promise<void> {
  if ((await isMarkedUnsaved()) === isUnsaved) return;
  await browser.storage.session.set({ [unsavedName]: isUnsaved });
  announce();
}

export async function isMarkedUnsaved(): Promise<boolean> {
  return (await browser.storage.session.get(unsavedName))[unsavedName] === true;
}
