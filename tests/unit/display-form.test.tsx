import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { DisplayForm } from '../../components/DisplayForm.tsx';
import { defaultSettings } from '../../lib/settings.ts';

afterEach(() => render(null, document.body));

test('who hides amounts and names is told, at that line, where they are hidden and where not', () => {
  const nothing = () => undefined;
  render(<DisplayForm settings={defaultSettings} extras={[]} onExtra={nothing} onChange={nothing} />, document.body);
  const line = [...document.querySelectorAll('label')].find(({ textContent }) =>
    textContent.startsWith('Hide amounts'),
  );
  const id = line?.querySelector('input')?.getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(id)?.textContent).toMatch(
    /notifications of the browser.* a webhook of yours is still/,
  );
});
