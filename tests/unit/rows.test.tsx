import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dropPlace, MoveHandle } from '../../components/MoveHandle.tsx';
import { moveFocus, openFocused } from '../../components/rows.ts';
import { useKeys, type Keys } from '../../components/useKeys.ts';

afterEach(async () => await act(() => render(null, document.body)));

const focused = () => document.activeElement?.textContent ?? '';

describe('the rows of the popup', () => {
  const open = vi.fn<(title: string, isOpen: boolean) => void>();

  function Row({ title, isOpen = false }: { title: string; isOpen?: boolean }) {
    return (
      <li class="account">
        <h2>
          <a href="#row">{title}</a>
        </h2>
        <button
          type="button"
          class="more"
          aria-label="More"
          aria-expanded={isOpen}
          onClick={() => open(title, !isOpen)}
        />
      </li>
    );
  }

  beforeEach(() => {
    open.mockReset();
    render(
      <>
        <button type="button">before</button>
        <ul>
          <Row title="first" />
          <Row title="second" isOpen />
          <Row title="third" />
        </ul>
      </>,
      document.body,
    );
  });

  const press = (button: string) =>
    [...document.querySelectorAll('button')].find((each) => each.textContent === button)?.focus();

  test('are walked through from the first on, and the walk ends with the last', () => {
    const seen = [1, 1, 1, 1, -1, -1, -1].map((by) => {
      moveFocus(by as 1 | -1);
      return focused();
    });
    expect(seen).toEqual(['first', 'second', 'third', 'third', 'second', 'first', 'first']);
  });

  test('are walked through from the last on upwards', () => {
    press('before');
    moveFocus(-1);
    expect(focused()).toBe('third');
  });

  test('are told by whatever in them has the focus', () => {
    document.querySelectorAll<HTMLElement>('.more')[1]?.focus();
    moveFocus(1);
    expect(focused()).toBe('third');
  });

  test('are opened and closed once, and only the one that has the focus', () => {
    press('before');
    openFocused(true);
    expect(open).not.toHaveBeenCalled();
    moveFocus(1);
    openFocused(false);
    expect(open).not.toHaveBeenCalled();
    openFocused(true);
    expect(open).toHaveBeenCalledExactlyOnceWith('first', true);
    moveFocus(1);
    openFocused(true);
    openFocused(false);
    expect(open).toHaveBeenLastCalledWith('second', false);
    expect(open).toHaveBeenCalledTimes(2);
  });

  test('are not needed', () => {
    render(null, document.body);
    moveFocus(1);
    openFocused(true);
    expect(focused()).toBe('');
  });
});

describe('single keys', () => {
  const heard = vi.fn<() => void>();

  function Page({ keys, isAsking = false }: { keys: Keys; isAsking?: boolean }) {
    useKeys(keys);
    return (
      <>
        <input />
        <select aria-label="Choice" />
        <button type="button" aria-label="Button" />
        {isAsking && <dialog open />}
      </>
    );
  }

  const show = async (keys: Keys, isAsking = false) =>
    await act(() => render(<Page keys={keys} isAsking={isAsking} />, document.body));

  /** Presses it where the selector leads to, and gives whether the page has taken it. */
  function press(selector: string, key: string, held: KeyboardEventInit = {}): boolean {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held });
    document.querySelector(selector)?.dispatchEvent(event);
    return event.defaultPrevented;
  }

  beforeEach(() => heard.mockReset());

  test('do what they are for', async () => {
    await show({ r: heard });
    expect(press('button', 'r')).toBe(true);
    expect(heard).toHaveBeenCalledOnce();
    expect(press('button', 'x')).toBe(false);
    expect(heard).toHaveBeenCalledOnce();
  });

  test.each(['input', 'select'])('do nothing while something is typed into an %s', async (field) => {
    await show({ r: heard });
    expect(press(field, 'r')).toBe(false);
    expect(heard).not.toHaveBeenCalled();
  });

  test.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }])(
    'are left to the browser together with %o',
    async (held) => {
      await show({ r: heard });
      expect(press('button', 'r', held)).toBe(false);
      expect(heard).not.toHaveBeenCalled();
    },
  );

  test('do nothing behind a dialog', async () => {
    await show({ r: heard }, true);
    expect(press('button', 'r')).toBe(false);
    expect(heard).not.toHaveBeenCalled();
  });

  test('do what they were last said to do, and nothing when the page is gone', async () => {
    await show({ r: () => expect.unreachable() });
    await show({ r: heard });
    press('button', 'r');
    expect(heard).toHaveBeenCalledOnce();
    await act(() => render(null, document.body));
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }));
    expect(heard).toHaveBeenCalledOnce();
  });
});

describe('the handle of an account', () => {
  const onMove = vi.fn<(by: number) => void>();
  const onDrop = vi.fn<(id: string) => void>();

  beforeEach(() => {
    onMove.mockReset();
    onDrop.mockReset();
    render(
      <ul>
        <li {...dropPlace(onDrop)}>
          <MoveHandle id="a" title="CoinStats · Work" onMove={onMove} />
        </li>
      </ul>,
      document.body,
    );
  });

  const handle = () => document.querySelector('button');

  function press(key: string): boolean {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    handle()?.dispatchEvent(event);
    return event.defaultPrevented;
  }

  function drag(kind: string, element: Element | null, dataTransfer: DataTransfer): boolean {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
    element?.dispatchEvent(event);
    return event.defaultPrevented;
  }

  test('has a name, and moves with the arrow keys and with no other', () => {
    expect(handle()?.getAttribute('aria-label')).toBe('Move CoinStats · Work');
    expect(['ArrowUp', 'ArrowDown', 'Enter', 'ArrowLeft', 'Tab'].map(press)).toEqual([true, true, false, false, false]);
    expect(onMove.mock.calls).toEqual([[-1], [1]]);
  });

  test('brings up two buttons with a click, for who can neither drag nor use the keys', async () => {
    const ways = () => [...document.querySelectorAll<HTMLElement>('.ways button')];
    expect(ways()).toEqual([]);
    await act(() => handle()?.click());
    expect(handle()?.getAttribute('aria-expanded')).toBe('true');
    expect(ways().map((way) => way.ariaLabel ?? way.getAttribute('aria-label'))).toEqual([
      'Move CoinStats · Work up',
      'Move CoinStats · Work down',
    ]);
    for (const way of ways()) way.click();
    expect(onMove.mock.calls).toEqual([[-1], [1]]);
    ways()[1]?.focus();
    await act(() => void ways()[1]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })));
    expect(ways()).toEqual([]);
    expect(document.activeElement).toBe(handle());
    await act(() => handle()?.click());
    await act(() => handle()?.blur());
    expect(ways()).toEqual([]);
  });

  test('is dropped with the id that it was dragged with', () => {
    const carried = new DataTransfer();
    drag('dragstart', handle(), carried);
    const place = document.querySelector('li');
    expect(drag('dragover', place, carried)).toBe(true);
    expect(drag('drop', place, carried)).toBe(true);
    expect(onDrop).toHaveBeenCalledExactlyOnceWith('a');
  });

  test('and nothing else can be dropped there', () => {
    const carried = new DataTransfer();
    carried.setData('text/plain', 'a');
    const place = document.querySelector('li');
    expect(drag('dragover', place, carried)).toBe(false);
    expect(drag('drop', place, carried)).toBe(false);
    expect(onDrop).not.toHaveBeenCalled();
  });
});
