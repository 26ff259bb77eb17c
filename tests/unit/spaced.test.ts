import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { spaced } from '../../lib/spaced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('calls at once, and once more for all that came while it rested', () => {
  const call = vi.fn<() => void>();
  const tell = spaced(call, 100);
  tell();
  expect(call).toHaveBeenCalledTimes(1);
  tell();
  tell();
  vi.advanceTimersByTime(99);
  expect(call).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(call).toHaveBeenCalledTimes(2);
});

test('rests after the call that was put off as well', () => {
  const call = vi.fn<() => void>();
  const tell = spaced(call, 100);
  tell();
  tell();
  vi.advanceTimersByTime(150);
  tell();
  expect(call).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(50);
  expect(call).toHaveBeenCalledTimes(3);
});

test('makes no call that nobody asked for, and calls at once after a rest', () => {
  const call = vi.fn<() => void>();
  const tell = spaced(call, 100);
  tell();
  vi.advanceTimersByTime(1000);
  expect(call).toHaveBeenCalledTimes(1);
  tell();
  expect(call).toHaveBeenCalledTimes(2);
});

test('is not ended by a call that throws', () => {
  const call = vi.fn<() => void>(() => {
    throw new Error('thrown');
  });
  const tell = spaced(call, 100);
  expect(tell).toThrow('thrown');
  vi.advanceTimersByTime(100);
  expect(tell).toThrow('thrown');
  expect(call).toHaveBeenCalledTimes(2);
});
