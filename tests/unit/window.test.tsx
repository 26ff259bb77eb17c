import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AccountList } from '../../components/AccountList.tsx';
import { stretchOf } from '../../components/window.ts';
import { gaugesOf, type AccountGauges } from '../../lib/gauge.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, noon, reportWith } from './given.ts';

describe('the stretch that is drawn', () => {
  const heights = [10, 20, 30, 40, 50];
  const total = 150;

  test('is all of a list that is seen whole', () => {
    expect(stretchOf(heights, 0, 1000)).toEqual({ first: 0, last: 5, before: 0, after: 0 });
  });

  test('holds each row of which a pixel is seen, and no other', () => {
    expect(stretchOf(heights, 29, 61)).toEqual({ first: 1, last: 4, before: 10, after: 50 });
    expect(stretchOf(heights, 30, 60)).toEqual({ first: 2, last: 3, before: 30, after: 90 });
  });

  test.each([0, 15, 60, 149])('leaves the list as tall as it is, from %i', (from) => {
    const { first, last, before, after } = stretchOf(heights, from, from + 20);
    const drawn = heights.slice(first, last).reduce((sum, each) => sum + each, 0);
    expect(before + drawn + after).toBe(total);
  });

  test('is empty beyond the end', () => {
    expect(stretchOf(heights, 500, 600)).toEqual({ first: 5, last: 5, before: 150, after: 0 });
  });
});

/** As a browser would lay it out: each row so tall, the list scrolled so far. */
const height = 80;
let scrolled = 0;
function layOut(): void {
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockImplementation(function (this: Element) {
    return this.matches('ul') ? new DOMRect(0, -scrolled, 380, 0) : new DOMRect(0, 0, 380, height);
  });
}

async function show(count: number) {
  const accounts = Array.from({ length: count }, (_, index): AccountGauges => {
    const balances = [balanceOf({ remaining: index, limit: count })];
    return gaugesOf(accountOf({ id: `a${index}`, label: `A ${index}` }), reportWith(balances), defaultSettings, noon);
  });
  const idle = () => undefined;
  await act(() =>
    render(
      <AccountList
        accounts={accounts}
        display={defaultSettings.display}
        search=""
        isExample={false}
        now={noon}
        pausedUntil={undefined}
        onRefresh={idle}
        onDisplay={idle}
      />,
      document.body,
    ),
  );
}

const rows = () => [...document.querySelectorAll('li')];
const places = () => rows().map((row) => Number(row.ariaPosInSet ?? row.getAttribute('aria-posinset')));

describe('the list of accounts', () => {
  afterEach(() => {
    render(null, document.body);
    scrolled = 0;
  });

  test('is drawn whole while it is short', async () => {
    await show(30);
    expect(rows()).toHaveLength(30);
  });

  test('is drawn as far as it can be seen, and tells how long it is', async () => {
    layOut();
    await show(1000);
    expect(rows().length).toBeGreaterThan(window.innerHeight / height);
    expect(rows().length).toBeLessThan(50);
    expect(places()).toEqual(rows().map((_, index) => index + 1));
    expect(rows().map((row) => row.getAttribute('aria-setsize'))).toEqual(rows().map(() => '1000'));
  });

  test('shows what it is scrolled to, and is as tall as it would be whole', async () => {
    layOut();
    await show(1000);
    scrolled = 500 * height;
    await act(() => void document.body.dispatchEvent(new Event('scroll')));
    expect(places()).toContain(501);
    expect(places()).not.toContain(1);
    const list = document.querySelector('ul');
    const space = ['paddingBlockStart', 'paddingBlockEnd'].map((side) =>
      Number.parseFloat(list?.style[side as 'paddingBlockStart'] ?? ''),
    );
    expect(space.reduce((sum, each) => sum + each, 0) + rows().length * height).toBe(1000 * height);
  });
});
