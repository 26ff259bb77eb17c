// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest';
import { announce, onAnnounceFromNow } from '../../lib/signal.ts';

const callback = vi.fn<() => void>();
let stop = () => {};

afterEach(() => {
  stop();
  callback.mockReset();
});

/** What was announced from elsewhere has arrived: a channel does not hear itself, nor at once. */
async function announcedElsewhere(): Promise<void> {
  const other = new BroadcastChannel('changed');
  const heard = new BroadcastChannel('changed');
  const arrival = new Promise((resolve) => (heard.onmessage = resolve));
  other.postMessage(null);
  await arrival;
  await new Promise((resolve) => setTimeout(resolve, 10));
  other.close();
  heard.close();
}

test('what was announced before somebody could be called back is called back for at once', async () => {
  const subscribe = onAnnounceFromNow();
  await announcedElsewhere();
  await announcedElsewhere();
  stop = subscribe(callback);
  expect(callback).toHaveBeenCalledOnce();
  await announcedElsewhere();
  expect(callback).toHaveBeenCalledTimes(2);
});

test('nothing is called back for where nothing was announced, nor after it was stopped', async () => {
  const subscribe = onAnnounceFromNow();
  stop = subscribe(callback);
  expect(callback).not.toHaveBeenCalled();
  stop();
  announce();
  await announcedElsewhere();
  expect(callback).not.toHaveBeenCalled();
});
