import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { DisplayForm } from '../../components/DisplayForm.tsx';
import { defaultSettings, type GivenSettings, type Settings } from '../../lib/settings.ts';

afterEach(() => render(null, document.body));

const onChange = vi.fn<(given: GivenSettings) => void>();

function show(settings: Partial<Settings> = {}): void {
  render(
    <DisplayForm
      settings={{ ...defaultSettings, ...settings }}
      extras={[]}
      onExtra={() => undefined}
      onChange={onChange}
    />,
    document.body,
  );
}

/** Each list with what can be chosen there. */
const choices = () =>
  Object.fromEntries(
    [...document.querySelectorAll('select')].map(({ id, options }) => [
      document.querySelector(`label[for=${id}]`)?.textContent,
      [...options].map(({ text }) => text),
    ]),
  );

test('every choice reads on from its label, and begins with a capital', () => {
  show();
  expect(choices()).toMatchObject({
    'Show percentages as': ['Left', 'Used'],
    'Show run-out as': ['Date', 'Time left'],
  });
  const all = [...document.querySelectorAll('option')].map(({ text }) => text);
  expect(all.length).toBeGreaterThan(7);
  expect(all.filter((text) => text[0] !== text[0]?.toUpperCase())).toEqual([]);
});

test.each([
  ['percent', 'Of the lowest balance that is to be shown there.'],
  ['runs-out', 'Of the balance that runs out first. Where none is foreseen to run out, the lowest percentage.'],
  ['none', undefined],
] as const)('the hint of the badge that shows “%s” is about that', (badge, hint) => {
  show({ badge });
  expect(document.getElementById('badge-figure-hint')?.textContent).toBe(hint);
  const told = document.getElementById('badge-figure')?.getAttribute('aria-describedby');
  expect(told ?? undefined).toBe(hint && 'badge-figure-hint');
});

test('who hides amounts and names is told, at that line, where they are hidden and where not', () => {
  show();
  const line = [...document.querySelectorAll('label')].find(({ textContent }) =>
    textContent.startsWith('Hide amounts'),
  );
  const id = line?.querySelector('input')?.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(id)?.textContent).toMatch(
    /notifications of the browser.* a webhook of yours is still/,
  );
});
