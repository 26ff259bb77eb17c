import type { Wanted } from './schedule.ts';

/**
 * Begins a turn as soon as the stores are ready, and makes one of all that are asked for until then: a worker that is
 * started for something is asked for two, one for its start and one for what it was started for. From when on a turn may
 * have read its books, the next is one of its own, for it may be of something that the first has not seen.
 */
export function gathered(
  ready: () => Promise<boolean>,
  begin: (wanted: Wanted, isReady: boolean) => Promise<void>,
): (wanted?: Wanted) => Promise<void> {
  let coming: { wishes: Wanted[]; turn: Promise<void> } | undefined;
  return (wanted) => {
    if (!coming) {
      const wishes: Wanted[] = [];
      const turn = ready().then((isReady) => {
        coming = undefined;
        return begin((...of) => wishes.some((wish) => wish(...of)), isReady);
      });
      coming = { wishes, turn };
    }
    if (wanted) coming.wishes.push(wanted);
    return coming.turn;
  };
}
