import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import { PassingButton } from '../../components/PassingButton.tsx';

const show = async (children: ComponentChildren) => await act(() => render(<main>{children}</main>, document.body));
afterEach(async () => await act(() => render(null, document.body)));

const focus = (text: string) =>
  [...document.querySelectorAll('button')].find((each) => each.textContent === text)?.focus();
const focused = () => document.activeElement?.textContent;

const passing = (text: string) => (
  <PassingButton key={text} onClick={() => undefined}>
    {text}
  </PassingButton>
);

test('its focus goes to the next that can have it', async () => {
  const rest = [
    <button key="off" type="button" disabled>
      disabled
    </button>,
    <button key="next" type="button">
      next
    </button>,
  ];
  await show([passing('a'), passing('b'), ...rest]);
  focus('a');
  await show([passing('b'), ...rest]);
  expect(focused()).toBe('b');
  await show(rest);
  expect(focused()).toBe('next');
});

test('where nothing follows, to the nearest before', async () => {
  const before = ['first', 'second'].map((text) => (
    <button key={text} type="button">
      {text}
    </button>
  ));
  await show([...before, passing('a')]);
  focus('a');
  await show(before);
  expect(focused()).toBe('second');
});

test('the focus stays where it is when that is elsewhere', async () => {
  const other = (
    <button key="other" type="button">
      other
    </button>
  );
  await show([other, passing('a'), passing('b')]);
  focus('other');
  await show([other, passing('b')]);
  expect(focused()).toBe('other');
});
