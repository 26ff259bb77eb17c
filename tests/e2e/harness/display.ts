import { execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { ensureDisplayTools } from '../../../scripts/browsers.ts';
import { until, within } from './deadline.ts';
import { endWithUs } from './leftovers.ts';

const run = promisify(execFile);

/** A virtual screen of its own, with a window manager: without one no window gets the keyboard. */
export interface Display {
  /** What DISPLAY must be for programs that shall appear here. */
  name: string;
  /** Press a key, by its X name: `Tab`, `Return`. */
  press: (key: string) => Promise<void>;
  /** The whole screen as PNG, with the toolbar and the badge. */
  picture: (path: string) => Promise<void>;
  close: () => void;
}

export async function startDisplay(): Promise<Display> {
  await ensureDisplayTools();
  // Xvfb looks for a free number by itself and tells it on the file descriptor 3. It would begin anew whenever the last program
  // goes, which may be one that only asks, and take down what is just coming.
  const args = ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-noreset'];
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const endXvfb = endWithUs(xvfb);
  try {
    const number = new Promise<string>((resolve, reject) => {
      (xvfb.stdio[3] as Readable).once('data', (data: Buffer) => resolve(data.toString().trim()));
      xvfb.once('error', reject);
      xvfb.once('exit', () => reject(new Error('Xvfb ended at once')));
    });
    const name = `:${await within(20_000, 'Xvfb starts', number)}`;
    const options = { env: { ...process.env, DISPLAY: name }, timeout: 10_000 };
    const openbox = spawn('openbox', ['--sm-disable'], { env: options.env, stdio: 'ignore' });
    const endOpenbox = endWithUs(openbox);
    await until(
      15_000,
      'openbox manages the windows',
      async () => (await run('xdotool', ['get_num_desktops'], options)).stdout,
    );
    return {
      name,
      press: async (key) => void (await run('xdotool', ['key', key], options)),
      picture: async (path) => void (await run('import', ['-window', 'root', path], options)),
      close: () => {
        endOpenbox();
        endXvfb();
      },
    };
  } catch (error) {
    endXvfb();
    throw error;
  }
}
