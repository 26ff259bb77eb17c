// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest';
import { troubled } from './answers.ts';
import { expectRow } from './row.ts';
import { readsWell, stopAll } from './scene.ts';

afterEach(stopAll);

const usual = process.env.TZ;
afterEach(() => {
  if (usual === undefined) delete process.env.TZ;
  else process.env.TZ = usual;
});

const changes: [string, number][] = [
  ['summer time begins', Date.UTC(2026, 2, 29, 0, 50)],
  ['summer time ends', Date.UTC(2026, 9, 25, 0, 50)],
];
test.each(changes)('C4 does not move the next attempt when %s', async (_, at) => {
  process.env.TZ = 'Europe/Berlin';
  await expectRow(troubled, await readsWell({ at }));
});

test('C4 does not move the next attempt when the zone changes', () =>
  expectRow({
    ...troubled,
    inject: (scene) => {
      process.env.TZ = 'Pacific/Auckland';
      return troubled.inject(scene);
    },
  }));

test.each([
  ['Europe/Berlin', ['1:50 AM', '3:10 AM']],
  ['Asia/Kolkata', ['6:20 AM', '6:40 AM']],
])('C4 is the one of the zone: %s', async (zone, shown) => {
  process.env.TZ = zone;
  // As in a page that is opened then.
  vi.resetModules();
  const format = await import('../../../lib/format.ts');
  const [before, after] = [Date.UTC(2026, 2, 29, 0, 50), Date.UTC(2026, 2, 29, 1, 10)];
  expect([before, after].map((at) => format.clock(at, after).replaceAll('\u202F', ' '))).toEqual(shown);
});
