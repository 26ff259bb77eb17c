// @vitest-environment node
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The fault catalogue, by its chapters. What each row is can be read from the names of its tests. */
const catalogue = {
  network: 'N1 N2 N3 N4 N5 N8 N10 N11 N12 N13 N14 N15 N16 N17',
  response: 'R1 R2 R3 R5 R6 R7 R9 R10 R11 R12 R13 R15 R17 R18 R19 R20 R21 R22 R24 R25 R27 R28',
  storage: 'S1 S2 S3 S4 S5 S6 S7 S9 S10 S12 S13 S14 S15 S16',
  lifecycle: 'L1 L2 L3 L4 L5 L6 L7 L9 L10 L11',
  clock: 'C1 C2 C3 C4 C5',
  input: 'U1 U2 U3 U4 U5 U6 U8 U9 U10 U11 U12',
  files: 'I1 I2 I3 I4 I5 I6 I7 I8 I10',
  permissions: 'P1 P2 P3 P4 P5 P6 P7',
};

/** The ids that names of tests begin with: `S1 L7 killed 500 times…`. */
function idsIn(text: string): string[] {
  return [...text.matchAll(/['"`]((?:[NRSLCUIP]\d+ )+)/g)].flatMap(([, ids = '']) => ids.trim().split(' '));
}

const files = globSync('tests/{unit,e2e}/**/*.test.{ts,tsx}').filter((path) => !path.endsWith('rows.test.ts'));
const played = new Set(files.flatMap((path) => idsIn(readFileSync(path, 'utf8'))));

test.each(Object.entries(catalogue))('every row of the catalogue about %s has a test', (_, rows) => {
  expect(rows.split(' ').filter((id) => !played.has(id))).toEqual([]);
});

test('no test names a row that there is not', () => {
  const rows = new Set(Object.values(catalogue).flatMap((ids) => ids.split(' ')));
  expect([...played].filter((id) => !rows.has(id))).toEqual([]);
});
