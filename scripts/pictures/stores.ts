import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import type { Browser } from '../../tests/e2e/harness/launch.ts';
import { photograph, photographPopup } from '../../tests/e2e/stage/camera.ts';
import { openOptions, openPopup, openUsage, showPart } from '../../tests/e2e/stage/pages.ts';

const folder = 'docs/stores/pictures';
/** What all three stores take. */
const size = { width: 1280, height: 800 };
const fitting = { width: 1200, height: 740, fit: 'inside', withoutEnlargement: true } as const;
const grounds = { light: '#dfe3e8', dark: '#323942' };

/** The pictures of the listings: the popup in light and dark, the history and the options in light. */
export async function takeForStores(browser: Browser, scheme: keyof typeof grounds): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const popup = await openPopup(browser);
  const picture = await sharp(await photographPopup(browser, popup, 1.5))
    .resize(fitting)
    .toBuffer();
  await popup.close();
  await write(plain(size, grounds[scheme]).composite([{ input: picture }]), `popup-${scheme}`);
  if (scheme === 'dark') return;
  const usage = await openUsage(browser);
  await write(sharp(await photograph(browser, usage, size)), 'usage');
  await usage.close();
  const options = await openOptions(browser);
  await write(sharp(await photograph(browser, options, size)), 'options');
  await showPart(options, 'alerts');
  await write(sharp(await photograph(browser, options, size)), 'alerts');
  await options.close();
  const icon = async (width: number) => await sharp('components/icon.svg', { density: 600 }).resize(width).toBuffer();
  await write(plain({ width: 440, height: 280 }, '#ffffff').composite([{ input: await icon(160) }]), 'tile');
  await write(plain({ width: 300, height: 300 }, '#ffffff').composite([{ input: await icon(240) }]), 'logo');
}

function plain({ width, height }: { width: number; height: number }, background: string): Sharp {
  return sharp({ create: { width, height, channels: 3, background } });
}

/** 24 bit a point and nothing transparent, which Chrome's store asks for. */
async function write(picture: Sharp, name: string): Promise<void> {
  const whole = sharp(await picture.png().toBuffer());
  await whole
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toFile(join(folder, `${name}.png`));
}
