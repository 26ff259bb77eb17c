import { join } from 'node:path';
import type { Kind } from './kind.ts';

/** Commands looked up on the PATH, in order of preference: a plain Chromium takes unpacked extensions most willingly. */
const commands: Record<Kind, string[]> = {
  chromium: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
  ],
  firefox: ['firefox', 'firefox-esr'],
};

const macApps: Record<Kind, string[]> = {
  chromium: ['Chromium', 'Google Chrome', 'Microsoft Edge'],
  firefox: ['Firefox'],
};

const windowsPrograms: Record<Kind, string[]> = {
  chromium: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
  firefox: ['Mozilla Firefox\\firefox.exe'],
};

/** Where this platform usually keeps the browser. Whether a file is there is for the caller to see. */
export function knownPaths(kind: Kind): string[] {
  const { PATH = '', HOME = '', PROGRAMFILES, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32') {
    const roots = [PROGRAMFILES, process.env['PROGRAMFILES(X86)'], LOCALAPPDATA].filter((root) => root !== undefined);
    return roots.flatMap((root) => windowsPrograms[kind].map((program) => join(root, program)));
  }
  if (process.platform === 'darwin') {
    const executable = (app: string) => (kind === 'firefox' ? 'firefox' : app);
    return ['/Applications', join(HOME, 'Applications')].flatMap((folder) =>
      macApps[kind].map((app) => join(folder, `${app}.app`, 'Contents', 'MacOS', executable(app))),
    );
  }
  return commands[kind].flatMap((command) => PATH.split(':').map((folder) => join(folder, command)));
}
