import { expect, test } from 'vitest';
import { startSimulator } from '../simulator/simulator.ts';
import { buildFor, pageSaying } from './given.ts';
import { importFile } from './harness/import.ts';
import { launch } from './harness/launch.ts';
import { erase, expectGone, leftIn } from './left.ts';

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
