import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes every language of a copy of a build one that is written from right to left; its texts stay. */
export function turnAround(folder: string): void {
  for (const file of globSync(join(folder, '_locales/*/messages.json'))) {
    const messages = JSON.parse(readFileSync(file, 'utf8')) as { language_direction?: { message: string } };
    if (messages.language_direction === undefined) throw new Error(`${file} tells no direction.`);
    messages.language_direction.message = 'rtl';
    writeFileSync(file, JSON.stringify(messages));
  }
}
