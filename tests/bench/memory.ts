import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPopup } from './opening.ts';
import { plant } from './plant.ts';
import { spreadOf } from './numbers.ts';
import type { Result } from './result.ts';
import { openStage, type Name } from './stage.ts';

/**
 * What the processes of the extension have for themselves while its popup shows 6 accounts and its worker runs; each
 * extension in a browser of its own. Only Linux tells it.
 */
export async function memories(dir: string, rounds: number): Promise<Result[]> {
  if (process.platform !== 'linux') return [];
  const floor = spreadOf(await samples('floor', 'tests/bench/floor', rounds));
  const ours = spreadOf(await samples('ours', dir, rounds));
  const value = spreadOf([ours.median / floor.median]);
  return [{ what: 'private memory of popup and worker, MB', unit: 'of the floor', value, ours, floor }];
}

async function samples(name: Name, dir: string, rounds: number): Promise<number[]> {
  await using stage = await openStage({ [name]: dir });
  await plant(stage, 6);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    await openPopup(stage, name, async () => {
      await sleep(1000);
      taken.push(privateMemory(stage.profile));
    });
  return taken;
}

/** In megabytes, of all processes that run extensions of that browser. */
function privateMemory(profile: string): number {
  const all = processes();
  const browser = all.find(({ line }) => line.includes(`--user-data-dir=${profile}`) && !line.includes('--type='));
  const own = all.filter(({ line, pid }) => line.includes('--extension-process') && descends(pid, browser?.pid, all));
  if (own.length === 0) throw new Error('No process of an extension was found.');
  const kilobytes = own.flatMap(({ pid }) =>
    [...readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').matchAll(/^Private_\w+:\s+(\d+) kB/gm)].map(([, size]) =>
      Number(size),
    ),
  );
  return (kilobytes.reduce((sum, size) => sum + size, 0) * 1024) / 1e6;
}

interface Process {
  pid: string;
  parent: string;
  line: string;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
        return [{ pid, parent, line }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

function descends(pid: string, from: string | undefined, all: Process[]): boolean {
  const own = all.find((one) => one.pid === pid);
  return own !== undefined && from !== undefined && (own.parent === from || descends(own.parent, from, all));
}
