/** The browsers the extension is built for. */
export type Kind = 'chromium' | 'firefox';

/** The oldest major version that the manifest accepts; an older browser refuses to install the extension. */
export const oldestVersion: Record<Kind, number> = { chromium: 120, firefox: 140 };

/** The variable with which a person says which executable to use. */
export const variable: Record<Kind, string> = {
  chromium: 'CREDIT_GAUGE_CHROMIUM',
  firefox: 'CREDIT_GAUGE_FIREFOX',
};

/** Every line that these scripts say, so that nobody waits without knowing for what. Standard error, so that output stays clean. */
export function say(line: string): void {
  process.stderr.write(`browsers: ${line}\n`);
}
