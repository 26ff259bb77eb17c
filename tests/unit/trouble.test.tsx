import { render } from 'preact';
import { afterEach, describe, expect, test } from 'vitest';
import { Trouble } from '../../components/Trouble.tsx';
import type { Account } from '../../lib/account.ts';
import type { Failure } from '../../lib/failure.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import { providers } from '../../lib/providers/index.ts';
import type { Report } from '../../lib/report.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, hour, noon, reportOf, second } from './given.ts';

afterEach(() => render(null, document.body));

const failing: Partial<Report> = {
  failure: { kind: 'timeout', at: noon, host: 'api.crustdata.com' },
  failures: 1,
  dueAt: noon + hour,
};

/** What is told of an account in trouble. */
function told(report: Partial<Report> = failing, account: Partial<Account> = {}, href?: string): string {
  const shown = gaugesOf(accountOf(account), reportOf(report), defaultSettings, noon + second);
  const fix = href === undefined ? undefined : { href, text: 'Fix', label: 'Fix Crustdata · Work' };
  render(<Trouble shown={shown} now={noon + second} fix={fix} />, document.body);
  return document.body.textContent ?? '';
}

describe('trouble', () => {
  test('is told with the time of the next try', () => {
    expect(told()).toMatch(/^api\.crustdata\.com did not answer within 15 seconds\. · Next try .*\d.*\.$/);
  });

  test('is announced without the time', () => {
    told();
    expect(document.querySelector('[role=status]')?.textContent).toBe(
      'api.crustdata.com did not answer within 15 seconds.',
    );
  });

  test('hides the time while the account is being checked, and keeps its place', () => {
    const veil = () => document.querySelector('[role=status] ~ span')?.className;
    expect(told({ ...failing, attempt: { number: 2, at: noon } })).toMatch(/did not answer.* Next try/);
    expect(veil()).toBe('veiled');
    told();
    expect(veil()).toBe('');
  });

  test('hides itself, time and all, for a disabled account', () => {
    expect(told(failing, { enabled: false })).toBe('');
  });

  test('is nothing where nothing is wrong', () => {
    expect(told({})).toBe('');
  });

  test('has a link to where it can be mended, named after the account', () => {
    // No full stop after the link: each language has its own.
    expect(told(failing, {}, '/options.html#a')).toMatch(/seconds\. Fix · Next try/);
    const link = document.querySelector('a');
    expect(link?.getAttribute('href')).toBe('/options.html#a');
    expect(link?.getAttribute('aria-label')).toBe('Fix Crustdata · Work');
    told();
    expect(document.querySelector('a')).toBeNull();
  });
});

describe('what is wrong', () => {
  const isQuiet = (report: Partial<Report>, account: Partial<Account> = {}) => {
    told({ failures: 3, ...report }, account);
    return document.querySelector('.trouble')?.classList.contains('passing');
  };
  const failureOf = (failure: Partial<Failure>): Partial<Report> => ({
    failure: { kind: 'timeout', at: noon, ...failure },
  });

  test.each<Partial<Failure>>([
    { kind: 'rate-limited' },
    { kind: 'server' },
    { kind: 'offline' },
    { kind: 'offline', host: 'api.crustdata.com' },
    { kind: 'timeout' },
    { kind: 'unreadable', defect: 'empty' },
  ])('is no alarm where it passes by itself: %o', (failure) => expect(isQuiet(failureOf(failure))).toBe(true));

  test('is no alarm when a check was cut off', () => {
    expect(isQuiet({ attempt: { number: 1, at: noon - hour } })).toBe(true);
  });

  test.each<Partial<Failure>>([
    { kind: 'unauthorized' },
    { kind: 'forbidden' },
    { kind: 'payment-required' },
    { kind: 'not-found' },
    { kind: 'rejected' },
    { kind: 'unreadable', defect: 'web-page' },
    { kind: 'redirected' },
    { kind: 'no-permission' },
    { kind: 'locked' },
  ])('is one where the user has to do something: %o', (failure) => expect(isQuiet(failureOf(failure))).toBe(false));

  test('is one when a key is refused again, and not at the first time', () => {
    const refused = failureOf({ kind: 'unauthorized' });
    expect([1, 2].map((failures) => isQuiet({ ...refused, failures }))).toEqual([true, false]);
  });

  test('is one when the provider says that the credits are used up', () => {
    const exhausted = failureOf({ kind: 'rate-limited', said: 'Insufficient credits' });
    const { id } = providers.find((provider) => provider.exhausted?.test('Insufficient credits')) ?? {};
    expect(id).toBeDefined();
    expect(isQuiet(exhausted, { provider: id ?? '' })).toBe(false);
  });
});
