import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementHandle, Page } from 'puppeteer-core';
import { until } from './deadline.ts';
import { temporaryFolder } from './leftovers.ts';
import { byRole } from './roles.ts';

async function choose(page: Page, file: string, name: string): Promise<void> {
  if ((await page.browser().version()).toLowerCase().startsWith('firefox')) {
    // Firefox sends no event for the file chooser of an extension page, so the file goes straight into the field behind the button.
    await byRole(page, 'button', name);
    const field = await page.waitForSelector<'input'>(`input[type=file][aria-label="${name}"]` as 'input');
    await field?.uploadFile(file);
    return;
  }
  const choosing = page.waitForFileChooser({ timeout: 10_000 });
  const [chooser] = await Promise.all([choosing, byRole(page, 'button', name).then((button) => button.click())]);
  await chooser.accept([file]);
}

/** Choose a file on the options page with the button of that name, and give the dialog that comes up. Text is written as it is, for files that are no JSON. */
export async function openImport(page: Page, content: object | string, name = 'Import'): Promise<ElementHandle> {
  const folder = temporaryFolder('import');
  try {
    const file = join(folder.path, 'import.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    await choose(page, file, name);
    const dialog = await page.waitForSelector('dialog[open]', { timeout: 10_000 });
    if (!dialog) throw new Error('No dialog came up.');
    return dialog;
  } finally {
    folder.remove();
  }
}

/** Import a file on the options page, and wait until the dialog is gone. */
export async function importFile(page: Page, content: object, name = 'Import'): Promise<void> {
  const dialog = await openImport(page, content, name);
  await (await byRole(dialog, 'button', 'Import')).click();
  await until(10_000, 'the import ends', async () => (await page.$('dialog[open]')) === null);
}
