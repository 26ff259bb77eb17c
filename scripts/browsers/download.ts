import { fileURLToPath } from 'node:url';
import { Browser, detectBrowserPlatform, getInstalledBrowsers, install, resolveBuildId } from '@puppeteer/browsers';
import { say, type Kind } from './kind.ts';

const cacheDir = fileURLToPath(new URL('../../.cache/browsers', import.meta.url));
const browser = { chromium: Browser.CHROME, firefox: Browser.FIREFOX } as const;

/** The browser that an earlier run downloaded. */
export async function downloaded(kind: Kind): Promise<string[]> {
  const all = await getInstalledBrowsers({ cacheDir });
  return all.filter((each) => each.browser === browser[kind]).map((each) => each.executablePath);
}

async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000);
  });
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Download the stable browser of its maker into .cache/browsers. Throws when that is out of reach. */
export async function download(kind: Kind): Promise<string> {
  const platform = detectBrowserPlatform();
  if (!platform) throw new Error(`no builds for ${process.platform} ${process.arch}`);
  const buildId = await within(60, resolveBuildId(browser[kind], platform, 'stable'));
  say(`downloading ${browser[kind]} ${buildId} into .cache/browsers…`);
  let told = 0;
  const work = install({
    browser: browser[kind],
    buildId,
    cacheDir,
    // Chrome's archive names the system libraries it needs; as root they can be had on Debian and Ubuntu.
    installDeps: process.getuid?.() === 0,
    downloadProgressCallback: (bytes, total) => {
      const percent = Math.floor((bytes / total) * 10) * 10;
      if (percent > told) say(`  ${(told = percent)} % of ${Math.round(total / 1e6)} MB`);
    },
  });
  return (await within(900, work)).executablePath;
}
