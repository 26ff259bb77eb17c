import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { aptInstall } from './apt.ts';

/** Command and Debian package of each tool that a real window needs on a machine without a screen. */
const tools: [command: string, name: string][] = [
  ['Xvfb', 'xvfb'],
  ['openbox', 'openbox'],
  ['xdotool', 'xdotool'],
  ['import', 'imagemagick'],
];

function isOnPath(command: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A virtual screen, a window manager, a hand for the keyboard and a camera; installed where they are missing. Linux only. */
export async function ensureDisplayTools(): Promise<void> {
  if (process.platform !== 'linux') throw new Error('The native prompt can only be tried on Linux, under Xvfb.');
  const missing = () => tools.filter(([command]) => !isOnPath(command)).map(([, name]) => name);
  if (missing().length > 0) await aptInstall(missing());
  const rest = missing();
  if (rest.length > 0) {
    throw new Error(
      `Missing: ${rest.join(', ')}. Install with: sudo apt-get install ${rest.join(' ')}, then run the same command again.`,
    );
  }
}
