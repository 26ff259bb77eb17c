import { render } from 'preact';
import { afterEach, expect, test } from 'vitest';
import { AccountForm } from '../../components/AccountForm.tsx';
import type { Submission } from '../../lib/draft.ts';
import { providers } from '../../lib/providers/index.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf } from './given.ts';

const saved: Submission[] = [];

afterEach(() => {
  saved.length = 0;
  render(null, document.body);
});

function show(alerts?: NonNullable<Parameters<typeof accountOf>[0]>['alerts']): void {
  const props = {
    providers,
    newId: 'new',
    tones: defaultSettings,
    account: accountOf({ keyEnd: '1234', ...(alerts && { alerts }) }),
    onSave: (submission: Submission) => saved.push(submission),
    onTest: async () => ({ good: true, text: '' }),
    onCancel: () => undefined,
  };
  render(<AccountForm {...props} />, document.body);
}

/** Preact draws in the next task. */
const drawn = () => new Promise((resolve) => setTimeout(resolve, 5));

function inputOf(id: string): HTMLInputElement {
  const found = document.getElementById(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`there is no field ${id}`);
  return found;
}

async function type(id: string, text: string): Promise<void> {
  inputOf(id).value = text;
  inputOf(id).dispatchEvent(new Event('input', { bubbles: true }));
  await drawn();
}

function boxOf(label: string): HTMLInputElement {
  const group = document.querySelector('[role=group][aria-labelledby=alertOff]');
  const found = [...(group?.querySelectorAll('label') ?? [])].find(({ textContent }) => textContent === label);
  const box = found?.querySelector('input');
  if (!box) throw new Error(`there is no box ${label}`);
  return box;
}

async function save(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await drawn();
}

const isOpen = () => inputOf('alertLow').closest('details')?.open;

test('an account goes by what is set for all until it is given its own', async () => {
  show();
  expect(isOpen()).toBe(false);
  expect(document.getElementById('alertLow-hint')?.textContent).toContain('Leave empty for 20%');
  expect(document.getElementById('alertCritical-hint')?.textContent).toContain('Leave empty for 5%');
  await save();
  expect(saved[0]?.account).not.toHaveProperty('alerts');
  await type('alertLow', '40');
  boxOf('Credit arrived').click();
  await drawn();
  await save();
  expect(saved[1]?.account.alerts).toEqual({ low: 40, off: ['arrived'] });
});

test('what is its own is shown, and can be taken back', async () => {
  show({ low: 40, off: ['arrived', 'low'] });
  expect(isOpen()).toBe(true);
  expect(inputOf('alertLow').value).toBe('40');
  expect([boxOf('Low balance').checked, boxOf('Empty balance').checked]).toEqual([true, false]);
  await type('alertLow', '');
  boxOf('Low balance').click();
  await drawn();
  boxOf('Credit arrived').click();
  await drawn();
  await save();
  expect(saved[0]?.account).not.toHaveProperty('alerts');
});

test('percentages that are not in order are told at their line, which opens and has the focus', async () => {
  show();
  await type('alertLow', '5');
  await save();
  expect(saved).toEqual([]);
  expect(isOpen()).toBe(true);
  expect(document.activeElement?.id).toBe('alertLow');
  expect(inputOf('alertLow').getAttribute('aria-describedby')).toBe('alertLow-hint alertLow-problem');
  expect(document.getElementById('alertLow-problem')?.textContent).toContain('“low” must be above “critical”');
});
