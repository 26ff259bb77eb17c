// @vitest-environment node
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const files = globSync('{components,entrypoints}/**/*.css');

/** The declarations of a stylesheet, without comments: `padding: 4px`. */
function declarationsOf(css: string): string[] {
  const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([\w-]+)\s*:\s*([^;{}]+);/g)].map(([, name, value = '']) => `${name}: ${value.trim()}`);
}

/** Whether it means one side of the screen and not the start or the end of a line, so that it is wrong from right to left. */
function isPhysical(declaration: string): boolean {
  const [name = '', value = ''] = declaration.split(': ');
  if (/(^|-)(left|right)(-|$)/.test(name) || /^(float|clear|text-align|caption-side)$/.test(name))
    return /(^|-)(left|right)(-|$)/.test(name) || /\b(left|right)\b/.test(value);
  // Of four values the second is the right side, the fourth the left.
  if (!/^(margin|padding|inset|border-(width|style|color)|scroll-(margin|padding))$/.test(name)) return false;
  const values = value.match(/\w+\([^)]*\)|\S+/g) ?? [];
  return values.length === 4 && values[1] !== values[3];
}

describe('a stylesheet', () => {
  test('is one of several', () => expect(files.length).toBeGreaterThan(3));

  test.each(files)('%s knows no left and no right', (file) => {
    const declarations = declarationsOf(readFileSync(file, 'utf8'));
    expect(declarations.length).toBeGreaterThan(10);
    expect(declarations.filter(isPhysical)).toEqual([]);
  });

  test.each([
    'padding-left: 4px',
    'right: 0',
    'text-align: left',
    'margin: 0 4px 0 8px',
    'border-top-left-radius: 2px',
  ])('with %s would be told', (declaration) => expect(isPhysical(declaration)).toBe(true));

  test.each(['padding-inline: 4px', 'text-align: end', 'margin: 0 4px 8px', 'padding: 1px 2px 3px 2px', 'top: 8px'])(
    'with %s is right from both sides',
    (declaration) => expect(isPhysical(declaration)).toBe(false),
  );
});
