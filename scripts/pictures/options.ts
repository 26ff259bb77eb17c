import { beginAccount, demoFile, openAdvanced, pageSaying, press } from '../../tests/e2e/given.ts';
import { openImport } from '../../tests/e2e/harness/import.ts';
import type { Browser } from '../../tests/e2e/harness/launch.ts';
import { byRole } from '../../tests/e2e/harness/roles.ts';
import { photograph, type Shoot, type Size } from '../../tests/e2e/stage/camera.ts';
import { openOptions, showPart } from '../../tests/e2e/stage/pages.ts';
import type { Simulator } from '../../tests/simulator/simulator.ts';

const size = { width: 1000, height: 640 };
const sections = ['alerts', 'display', 'data', 'security', 'diagnostics'];
const account = 'Datagrid · Research';

/** The options part by part, the form, and the dialogs. */
export async function takeOptions(browser: Browser, simulator: Simulator, shoot: Shoot): Promise<void> {
  const page = await openOptions(browser);
  const take = async (name: string, place: Size = size) =>
    await shoot(`options-${name}`, photograph(browser, page, place));
  await page.setViewport({ ...size, deviceScaleFactor: 1 });
  await take('accounts');
  for (const section of sections) {
    await showPart(page, section);
    await take(section);
  }
  await showPart(page, 'accounts');
  await take('narrow', { width: 420, height: 900 });
  await take('zoom', { width: 640, height: 400, deviceScaleFactor: 2 });

  await page.setViewport({ ...size, deviceScaleFactor: 1 });
  await beginAccount(page, 'datagrid');
  await openAdvanced(page);
  await press(page, 'Save');
  await pageSaying(page, 'Paste the API key.');
  await take('form');
  await press(page, 'Cancel');

  await press(await byRole(page, 'listitem', account), 'Remove');
  const removing = await byRole(page, 'dialog', `Remove ${account}?`);
  await take('remove');
  await press(removing, 'Cancel');

  const preview = await openImport(page, demoFile(simulator));
  await take('import');
  await press(preview, 'Cancel');

  await press(page, 'Turn on a passphrase');
  await page.waitForSelector('dialog[open]');
  await take('passphrase');
  await press(page, 'Cancel');
  await page.close();
}
