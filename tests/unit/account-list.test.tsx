import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { AccountList } from '../../components/AccountList.tsx';
import { defaultDisplay } from '../../lib/display.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, hour, noon, reportWith } from './given.ts';

afterEach(() => render(null, document.body));

const locked = { kind: 'locked', defect: 'passphrase', at: noon } as const;
const sentence = 'The keys are locked. Unlock them to go on checking.';

/** The popup's list of accounts whose keys are locked, and of one that is well. */
function show(...ids: string[]): void {
  const report = reportWith([balanceOf({ limit: 100 })]);
  const shown = [...ids, 'well'].map((id) => {
    const told = id === 'well' ? report : { ...report, failure: locked, failures: 1 };
    return gaugesOf(accountOf({ id, label: id }), told, defaultSettings, noon + hour, {});
  });
  const nothing = () => undefined;
  render(
    <AccountList
      accounts={shown}
      display={defaultDisplay}
      search=""
      isExample={false}
      now={noon + hour}
      pausedUntil={undefined}
      onRefresh={nothing}
      onDisplay={nothing}
    />,
    document.body,
  );
}

const said = () => document.body.textContent.split(sentence).length - 1;
const links = () => [...document.querySelectorAll('a[href$="#unlock"]')].map((link) => link.closest('li') !== null);

test('keys that are locked together are told of once, above the accounts', () => {
  show('one', 'two', 'three');
  expect(said()).toBe(1);
  expect(links()).toEqual([false]);
  // What was read last is old, and each says how old.
  expect(
    [...document.querySelectorAll('li')].filter(({ textContent }) => textContent.includes('1 hr. ago')),
  ).toHaveLength(3);
});

test('a single one is told of at its account', () => {
  show('one');
  expect(said()).toBe(1);
  expect(links()).toEqual([true]);
});
