import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manifestOf } from '../manifest.ts';
import { browsers, buildFor } from './given.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

test.each(browsers)('the build for %s has the manifest that was decided, to the last member', (name) => {
  const built: unknown = JSON.parse(readFileSync(join(buildFor(name), 'manifest.json'), 'utf8'));
  expect(built).toStrictEqual(manifestOf(name, version));
});
