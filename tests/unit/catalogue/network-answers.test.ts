// @vitest-environment node
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Fault } from '../../simulator/faults.ts';
import { expectRow, held, later, meets, type Row } from './row.ts';
import { canary, start, stopAll, type Scene } from './scene.ts';

afterEach(stopAll);

describe('a redirect', () => {
  const refused: Omit<Row, 'inject'> = {
    sentence: '{host} sent us to another address. We do not follow, to keep the key safe; check the base URL.',
    next: held,
    beyond: ({ simulator }) => expect(simulator.requests).toHaveLength(1),
  };
  type Status = Extract<Fault, { kind: 'redirect' }>['status'];

  test.each<Status>([301, 302, 303, 307, 308])('N8 with %d to another origin is not followed', async (status) => {
    const other = await start();
    other.addAccount('coinstats', canary);
    const location = `${other.url}/v1/usage/credits`;
    await expectRow({
      ...refused,
      inject: meets({ kind: 'redirect', status, location }),
      beyond: () => expect(other.requests).toEqual([]),
    });
  });

  test('N10 in a loop is not followed', () =>
    expectRow({
      ...refused,
      inject: ({ simulator }) =>
        simulator.fault('all', { kind: 'redirect', status: 302, location: `${simulator.url}/v1/usage/credits` }),
    }));

  test.each(['http://other.invalid/', 'file:///etc/passwd'])('N10 to %s is not followed', (location) =>
    expectRow({ ...refused, inject: meets({ kind: 'redirect', status: 307, location }) }),
  );
});

test('N13 the login page of a Wi-Fi is not taken for data', () =>
  expectRow({
    inject: meets({ kind: 'html' }),
    sentence: '{host} sent a web page, not data. A Wi-Fi login or a wrong base URL may be behind it.',
    next: later,
  }));

describe('an answer without end', () => {
  let decoded = 0;
  const realRead = ReadableStreamDefaultReader.prototype.read;

  const endless = (fault: Fault): Row => ({
    inject({ simulator }) {
      simulator.fault('all', fault);
      decoded = 0;
      vi.spyOn(ReadableStreamDefaultReader.prototype, 'read').mockImplementation(async function (
        this: ReadableStreamDefaultReader<Uint8Array>,
      ) {
        const part = (await realRead.call(this)) as ReadableStreamReadResult<Uint8Array>;
        decoded += part.value?.length ?? 0;
        return part;
      });
    },
    sentence: 'The answer of {host} was too large.',
    next: later,
    async beyond({ simulator }: Scene) {
      expect(decoded).toBeGreaterThan(256 * 1024);
      expect(decoded).toBeLessThanOrEqual(2 * 1024 * 1024);
      await vi.waitFor(() => expect(simulator.requests.at(-1)?.ended, 'the server sees it given up').toBeDefined());
    },
  });

  test('N14 a bomb of 300 MB is given up as soon as it is too large', () => expectRow(endless({ kind: 'bomb' })));

  test('N15 a stream is given up as soon as it is too large', () => expectRow(endless({ kind: 'endless' })));
});
