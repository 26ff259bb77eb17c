import { expect, test } from 'vitest';
import { newId } from '../../lib/id.ts';

test('a new name is short, plain and another each time', () => {
  const ids = Array.from({ length: 1000 }, newId);
  expect(new Set(ids).size).toBe(1000);
  for (const id of ids) expect(id).toMatch(/^[\w-]{8}$/);
});
