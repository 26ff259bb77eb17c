import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { ImportDialog } from '../../components/ImportDialog.tsx';
import { readExchange } from '../../lib/exchange.ts';
import { planned } from '../../lib/import-plan.ts';
import { defaultSettings } from '../../lib/settings.ts';

afterEach(() => render(null, document.body));

/** What the preview of a file with these accounts says of each. */
function preview(...accounts: object[]): (string | null)[] {
  const exchange = readExchange(JSON.stringify({ format: 'credit-gauge', version: 1, accounts }));
  if ('refusals' in exchange) throw new Error('the file was refused');
  let id = 0;
  const plan = planned({ accounts: [], settings: defaultSettings }, exchange, () => `new-${(id += 1)}`);
  const nothing = () => undefined;
  render(<ImportDialog incoming={{ name: 'a.json', ...plan }} onImport={nothing} onClose={nothing} />, document.body);
  return [...document.querySelectorAll('.changes li')].map(({ textContent }) => textContent);
}

const warning = (owner: string, provider: string) =>
  `The key looks like one of ${owner}. Import only if it does belong to ${provider}.`;

test('a plain key that looks like another’s is warned of before it is imported, and is not shown', () => {
  const said = preview(
    { provider: 'crustdata', label: 'Foreign', key: 'sk-ant-canary-0123' },
    { provider: 'coinstats', label: 'Another’s', key: 'fc-canary-0123' },
    { provider: 'firecrawl', label: 'Own', key: 'fc-canary-0123' },
    { provider: 'coinstats', label: 'Without' },
  );
  expect(said[0]).toContain(warning('Anthropic', 'Crustdata'));
  expect(said[1]).toContain(warning('Firecrawl', 'CoinStats'));
  for (const line of said.slice(2)) expect(line).not.toContain('looks like');
  expect(document.body.innerHTML).not.toContain('canary');
});
