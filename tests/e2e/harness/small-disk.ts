import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { atEnd, temporaryFolder } from './leftovers.ts';

/** A disk of a few megabytes, in memory, that can be full. */
export interface SmallDisk {
  path: string;
  /** Until not a byte more can be written. */
  fill: () => void;
  free: () => void;
  remove: () => void;
}

/** Linux, and only as root: nobody else may mount. */
export function smallDisk(megabytes: number): SmallDisk {
  const folder = temporaryFolder('disk');
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder.path], { stdio: 'pipe' });
  } catch (cause) {
    folder.remove();
    throw new Error('No small disk can be mounted here: that takes Linux and root.', { cause });
  }
  // Lazily: a browser that was killed may still be about to end.
  const unmount = atEnd(() => execFileSync('umount', ['--lazy', folder.path]));
  const file = join(folder.path, 'filling');
  return {
    path: folder.path,
    fill: () => fillUp(file),
    free: () => rmSync(file),
    remove: () => {
      unmount();
      folder.remove();
    },
  };
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    for (const size of [1024 * 1024, 4096, 1]) writeWhatFits(descriptor, Buffer.alloc(size));
  } finally {
    closeSync(descriptor);
  }
}

function writeWhatFits(descriptor: number, block: Buffer): void {
  try {
    while (true) writeSync(descriptor, block);
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
  }
}
