import { launch, type Browser } from '../tests/e2e/harness/launch.ts';
import { until } from '../tests/e2e/harness/deadline.ts';
import { importFile } from '../tests/e2e/harness/import.ts';
import { readPopup } from '../tests/e2e/harness/popup.ts';
import { byRole } from '../tests/e2e/harness/roles.ts';
import { startSimulator, type Simulator } from '../tests/simulator/simulator.ts';

/**
 * Measures in real Chromium, from the click on "Refresh" to the figures of the last account in the open popup, how long a
 * poll of five accounts at five origins takes that answer in 200 ms each, beside the slowest answer of the same round.
 * Only the ratio counts: machines are shared and noisy. Build first.
 */
const rounds = 7;
const delay = 200;
const count = 5;

const simulators = await Promise.all(Array.from({ length: count }, () => startSimulator()));
simulators.forEach((simulator, index) => simulator.addAccount('coinstats', keyOf(index)));
await using browser = await launch('chromium', { extensionDir: '.output/chrome-mv3', granted: ['http://127.0.0.1/*'] });
const ratios: number[] = [];
const popup = await prepare(browser);
for (let round = 1; round <= rounds; round += 1) {
  const left = 90_000 - round;
  simulators.forEach((simulator, index) => {
    Object.assign(simulator.account(keyOf(index)).state, { remaining: left });
    simulator.clearRequests();
    simulator.fault('all', { kind: 'delay', ms: delay }, 1);
  });
  const text = `${left.toLocaleString('en-US')} of`;
  const refresh = await byRole(popup, 'button', 'Refresh');
  const begin = performance.now();
  await refresh.click();
  await until(10_000, 'all accounts show their figures', async () => {
    const items = await readPopup(popup);
    return items.filter((item) => item.text.includes(text)).length === count;
  });
  ratios.push((performance.now() - begin) / slowest());
}
const sorted = ratios.toSorted((a, b) => a - b);
const median = sorted[Math.floor(rounds / 2)] ?? Number.NaN;
console.log(
  JSON.stringify({
    measured: `poll of ${count} accounts at ${count} origins, from click to figures, beside the slowest answer`,
    median: Number(median.toFixed(2)),
    least: Number((sorted[0] ?? Number.NaN).toFixed(2)),
    most: Number((sorted.at(-1) ?? Number.NaN).toFixed(2)),
    rounds,
  }),
);
await Promise.all(simulators.map((simulator) => simulator.stop()));

async function prepare(target: Browser) {
  const options = await target.open('options');
  const accounts = simulators.map(({ url }, index) => ({
    provider: 'coinstats',
    label: `Account ${index}`,
    key: keyOf(index),
    baseUrl: url,
  }));
  await importFile(options, { format: 'credit-gauge', version: 1, accounts });
  const page = await target.open('popup');
  await until(20_000, 'all accounts are read', async () => {
    const items = await readPopup(page);
    return items.filter(({ text }) => text.includes('left')).length === count;
  });
  return page;
}

/** How long the slowest simulator took to answer, in milliseconds, as it says itself. */
function slowest(): number {
  const times = simulators.flatMap(({ requests }: Simulator) => requests.map(({ time, ended = time }) => ended - time));
  return Math.max(...times);
}

function keyOf(index: number): string {
  return `bench-key-${index}`;
}
