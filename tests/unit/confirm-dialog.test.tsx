import { render } from 'preact';
import { afterEach, expect, test, vi } from 'vitest';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

afterEach(() => render(null, document.body));

function ask(how: { verb?: string; isDanger?: boolean }) {
  const [onConfirm, onClose] = [vi.fn<() => void>(), vi.fn<() => void>()];
  render(
    <ConfirmDialog title="Sure?" text="Of this." {...how} onConfirm={onConfirm} onClose={onClose} />,
    document.body,
  );
  const buttons = [...document.querySelectorAll<HTMLElement>('.actions button')];
  return { onConfirm, onClose, buttons, told: buttons.map((each) => `${each.textContent} ${each.className}`.trim()) };
}

test('giving up comes first where something is lost', () => {
  const { told, buttons, onConfirm, onClose } = ask({ verb: 'Delete', isDanger: true });
  expect(told).toEqual(['Cancel', 'Delete danger']);
  buttons[1]?.click();
  expect(onConfirm).toHaveBeenCalledOnce();
  expect(onClose).not.toHaveBeenCalled();
});

test('what was asked for comes first where nothing is lost', () => {
  const { told, buttons, onConfirm, onClose } = ask({ verb: 'Import' });
  expect(told).toEqual(['Import primary', 'Cancel']);
  buttons[1]?.click();
  expect(onClose).toHaveBeenCalledOnce();
  expect(onConfirm).not.toHaveBeenCalled();
});

test('where there is nothing to confirm it can only be given up', () => {
  expect(ask({}).told).toEqual(['Close']);
});
