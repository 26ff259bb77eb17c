import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What must be gone when the tests are, even when a test dies half-way: last made, first removed. */
const leftovers = new Set<() => void>();

process.on('exit', () => {
  for (const remove of [...leftovers].toReversed()) remove();
});

/** Do this at the end: when the returned function is called, or when the process ends before that. */
export function atEnd(remove: () => void): () => void {
  const once = () => {
    if (leftovers.delete(once)) remove();
  };
  leftovers.add(once);
  return once;
}

export interface Folder {
  path: string;
  remove: () => void;
}

export function temporaryFolder(name: string): Folder {
  const path = mkdtempSync(join(tmpdir(), `credit-gauge-${name}-`));
  // A browser that is just ending may still be writing, hence the retries; a folder left in /tmp fails no test.
  const remove = () => {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    } catch (error) {
      console.warn(`could not remove ${path}`, error);
    }
  };
  return { path, remove: atEnd(remove) };
}

/** End this process when we end. */
export function endWithUs(child: ChildProcess): () => void {
  return atEnd(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
}
