import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { AccountItem } from '../../../components/AccountItem.tsx';
import { useWriting } from '../../../entrypoints/options/useWriting.ts';
import { clock } from '../../../lib/format.ts';
import { gaugesOf } from '../../../lib/gauge.ts';
import { defaultSettings } from '../../../lib/settings.ts';
import { accountOf, balanceOf, day, hour, noon, reportWith } from '../given.ts';

/** What happens, in its order. */
const happened: string[] = [];
let answer: PromiseWithResolvers<boolean>;
const account = accountOf({ provider: 'coinstats', baseUrl: 'https://one.example' });
const failure = { kind: 'no-permission' as const, host: 'one.example', at: noon };
const report = reportWith([balanceOf()], {
  reading: { at: noon - hour, balances: [balanceOf()] },
  failure,
  failures: 1,
  dueAt: noon + day,
});
const shown = gaugesOf(account, report, defaultSettings, noon, { nextAt: report.dueAt });
const nothing = () => undefined;

beforeEach(() => {
  happened.length = 0;
  answer = Promise.withResolvers();
  Object.assign(fakeBrowser.permissions, {
    request: ({ origins }: { origins: string[] }) => {
      happened.push(`asked for ${origins.join()}`);
      return answer.promise;
    },
  });
  vi.spyOn(fakeBrowser.runtime, 'sendMessage').mockImplementation(async () => happened.push('the worker is told'));
  render(<Page />, document.body);
});
afterEach(() => render(null, document.body));

/** The account as the options show it, with what they do on a click. */
function Page() {
  const { notice, write } = useWriting();
  const allow = () => void write([account], async () => void happened.push('written'), '');
  const actions = {
    onEdit: nothing,
    onEnable: nothing,
    onRemove: nothing,
    onAllow: allow,
    snoozed: '',
    onSnooze: nothing,
    onDrop: nothing,
  };
  return (
    <main>
      <AccountItem shown={shown} now={noon} isBusy={false} {...actions} />
      <p class="notice">{notice}</p>
    </main>
  );
}

function allowAccess(): void {
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Allow access');
  if (!button) throw new Error('nothing offers to ask');
  button.click();
}

function expectKept(): void {
  expect(document.querySelector('li')?.textContent).toContain('47 credits left');
  expect(document.querySelector('[role=status]')?.textContent).toBe(
    'Access to one.example is not allowed yet. Allow it to see the balance.',
  );
  expect(document.querySelector('.trouble')?.textContent).toContain(`Next try ${clock(noon + day, noon)}.`);
}

test('P4 the browser is asked within the click, before anything else is done', async () => {
  expectKept();
  expect(happened).toEqual([]);
  allowAccess();
  // Nothing was waited for: whatever comes later is no click any more.
  expect(happened[0]).toBe('asked for https://one.example/*');
  await vi.waitFor(() => expect(happened).toContain('written'));
  answer.resolve(true);
  await vi.waitFor(() => expect(happened.slice(1)).toEqual(['written', 'the worker is told', 'the worker is told']));
});

test('P2 access that is denied is told, and may be asked for again', async () => {
  for (const time of [1, 2]) {
    answer = Promise.withResolvers();
    allowAccess();
    answer.resolve(false);
    await vi.waitFor(() =>
      expect(document.querySelector('.notice')?.textContent).toBe(
        'Access to one.example was not allowed. The account is kept, but cannot be checked until you allow it.',
      ),
    );
    expect(happened.filter((one) => one.startsWith('asked'))).toHaveLength(time);
    expectKept();
  }
});
