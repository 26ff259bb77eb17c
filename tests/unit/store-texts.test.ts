import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { t } from '../../lib/words.ts';
import { declared } from '../manifest.ts';

const folder = 'docs/stores';

function cellsOf(file: string): string[][] {
  const rows = readFileSync(join(folder, file), 'utf8').matchAll(/^\| (.+) \|$/gm);
  return [...rows].map(([, cells = '']) => cells.split(' | '));
}

test('every permission of the manifests is justified for the stores, and no other', () => {
  const wanted = Object.values(declared).flatMap((manifest) =>
    ['permissions', 'optional_permissions', 'optional_host_permissions'].flatMap((list) => manifest[list] as string[]),
  );
  const justified = cellsOf('permissions.md').flatMap(([first = '']) => /^`(.+)`$/.exec(first)?.[1] ?? []);
  expect(justified.toSorted()).toEqual([...new Set(wanted)].toSorted());
});

test('the short description is that of the product, and short enough for all stores', () => {
  const [, text] = cellsOf('listing.md').find(([field]) => field?.startsWith('Short description')) ?? [];
  expect(text).toBe(t('product.description'));
  expect(text?.length).toBeLessThanOrEqual(132);
});

test('the pictures of the listing are there, in the size that it tells', () => {
  const rows = cellsOf('listing.md').filter(([file]) => file?.includes('](pictures/'));
  expect(rows.length).toBeGreaterThanOrEqual(5);
  for (const [link = '', size] of rows) {
    const path = join(folder, 'pictures', basename(/\((.+)\)/.exec(link)?.[1] ?? ''));
    expect(existsSync(path), path).toBe(true);
    const picture = readFileSync(path);
    // PNG: width and height stand behind the signature and the name of the first chunk, then the bits of a colour and its kind.
    expect(`${picture.readUInt32BE(16)} × ${picture.readUInt32BE(20)}`, path).toBe(size);
    expect([...picture.subarray(24, 26)], `${path} is 24 bit a point, nothing transparent`).toEqual([8, 2]);
  }
});
