import { createInterface } from 'node:readline';
import type { Browser as Puppet } from 'puppeteer-core';
import { evaluateInParent } from './firefox-remote.ts';

/** Firefox then writes what is said on the console of pages and event page to its standard output. */
export const consolePreferences = {
  'devtools.console.stdout.content': true,
  'browser.dom.window.dump.enabled': true,
};

/** BiDi sends no log events for extension pages, so console.error is read from the output of the process. */
export function listenToOutput(puppet: Puppet, errors: string[]): void {
  for (const stream of [puppet.process()?.stdout, puppet.process()?.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      // Firefox's own settings service, which finds no network here.
      if (line.startsWith('console.error: RSLoader:')) return;
      if (line.startsWith('console.error: ') || line.startsWith('JavaScript error: moz-extension:')) errors.push(line);
    });
  }
}

/** What the policy of the pages refused; Firefox keeps it in its browser console only. */
export async function readRefusals(puppet: Puppet, uuid: string): Promise<string[]> {
  const expression = `JSON.stringify(Services.console.getMessageArray()
    .filter((each) => each instanceof Ci.nsIScriptError && /CSP|Content.Security/i.test(each.category + each.errorMessage))
    .filter((each) => (each.sourceName + each.errorMessage).includes(${JSON.stringify(uuid)}))
    .map((each) => each.errorMessage))`;
  const messages: string[] = JSON.parse(await evaluateInParent(puppet, expression));
  return messages;
}
