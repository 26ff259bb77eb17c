import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PassphraseDialog, type PassphraseDialogProps } from '../../components/PassphraseDialog.tsx';

const onSubmit = vi.fn<PassphraseDialogProps['onSubmit']>();
const onClose = vi.fn<() => void>();

beforeEach(() => {
  for (const heard of [onSubmit, onClose]) heard.mockReset();
  render(
    <PassphraseDialog title="Unlock" text="Why" confirm="Unlock" onSubmit={onSubmit} onClose={onClose} />,
    document.body,
  );
});
afterEach(() => render(null, document.body));

/** Preact draws in the next task. */
const drawn = () => new Promise((resolve) => setTimeout(resolve, 5));

async function submit(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await drawn();
}

const told = () => document.querySelector('[role=status]')?.textContent;
const button = () => document.querySelector('button[type=submit]');
const failed = 'That did not work, and nothing was changed. The disk may be full. Try again.';

test('what cannot be done is told, and can be tried again', async () => {
  expect(told()).toBe('');
  onSubmit.mockRejectedValueOnce(new DOMException('disk full', 'QuotaExceededError'));
  await submit();
  expect(told()).toBe(failed);
  expect(button()?.getAttribute('aria-disabled')).toBe('false');
  onSubmit.mockResolvedValueOnce(undefined);
  await submit();
  expect(onSubmit).toHaveBeenCalledTimes(2);
  expect(told()).toBe('');
  expect(onClose).not.toHaveBeenCalled();
});

test('while it is being done that is told, and it is not done twice', async () => {
  let end: (problem: 'passphrase-wrong') => void = () => undefined;
  onSubmit.mockReturnValueOnce(new Promise((resolve) => (end = resolve)));
  await submit();
  expect([told(), button()?.getAttribute('aria-disabled')]).toEqual(['One moment…', 'true']);
  await submit();
  expect(onSubmit).toHaveBeenCalledOnce();
  end('passphrase-wrong');
  await drawn();
  expect(told()).toBe('');
  expect(document.body.textContent).toContain('That is not the passphrase.');
});
