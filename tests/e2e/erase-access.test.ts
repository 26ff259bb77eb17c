import { expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import { buildFor, fill, pageSaying, press } from './given.ts';
import { until } from './harness/deadline.ts';
import { importFile } from './harness/import.ts';
import { launch } from './harness/launch.ts';
import { byRole } from './harness/roles.ts';
import { erase, expectGone, leftIn } from './left.ts';

/** What the tests call of the extension's API, which is there in any of its pages. */
declare const browser: { permissions: { remove(access: { origins: string[] }): Promise<boolean> } };

test('access that is taken from the webhook is told at once, and is no trouble when it is there again', async () => {
  const receiver = await startSimulator();
  await using running = await launch('firefox', { extensionDir: buildFor('firefox') });
  const options = await running.open('options');
  const webhook = () => byRole(options, 'group', 'Webhook');
  await fill(options, 'Address', `${receiver.url}/hook`);
  await press(await webhook(), 'Save');
  await pageSaying(options, `Alerts go to ${receiver.url}.`);
  await options.evaluate(async () => await browser.permissions.remove({ origins: ['http://127.0.0.1/*'] }));
  await pageSaying(options, 'Not taken: No access.');
  // It asks for the access again.
  await press(await webhook(), 'Test');
  await until(10_000, 'the trouble is over', async () => !(await pageSaying(options, '')).includes('No access'));
  expect(await leftIn(options)).toMatchObject({ origins: ['http://127.0.0.1/*'] });
  await press(await webhook(), 'Remove');
  await press(await byRole(options, 'dialog', 'Remove the webhook?'), 'Remove');
  await until(10_000, 'access is given back', async () => {
    const { origins } = (await leftIn(options)) as { origins: string[] };
    return origins.length === 0;
  });
  await receiver.stop();
});

test('access that was given by a click is given back', async () => {
  const simulator = await startSimulator();
  simulator.addAccount('coinstats', 'key-of-mine');
  // Firefox gives it without a question here; nobody could answer Chromium without a screen.
  await using running = await launch('firefox', { extensionDir: buildFor('firefox') });
  const options = await running.open('options');
  const account = { provider: 'coinstats', label: 'Mine', key: 'key-of-mine', baseUrl: simulator.url };
  await importFile(options, { format: 'credit-gauge', version: 1, accounts: [account] });
  await pageSaying(options, '55%');
  expect(await leftIn(options)).toMatchObject({ origins: ['http://127.0.0.1/*'] });
  await erase(options);
  await expectGone(options, []);
  await simulator.stop();
});
