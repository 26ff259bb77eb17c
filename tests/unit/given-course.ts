import { forecast, type Forecast, type Outlook, type Point } from '../../lib/forecast.ts';
import { day, hour, minute } from './given.ts';

/** What the tests of the forecast start from: the course of an account, and a question about it. */

/** 6 July 2026, a Monday. */
export const monday = Date.UTC(2026, 6, 6);

/** What is spent in the quarter of an hour before a moment. */
export type Use = (at: number) => number;

export const evenly: Use = () => 1;
export const atWork: Use = (at) => {
  const isWorkday = (new Date(at - 1).getUTCDay() + 6) % 7 < 5;
  const time = (at - 1) % day;
  return isWorkday && time >= 9 * hour && time < 17 * hour ? 1 : 0;
};

/** An account that is polled every quarter of an hour from that Monday on. */
export function watched(days: number, use: Use, start = 1_000_000): Point[] {
  const points: Point[] = [{ at: monday, remaining: start, spent: 0 }];
  let remaining = start;
  for (let at = monday + 15 * minute; at <= monday + days * day; at += 15 * minute) {
    remaining -= use(at);
    points.push({ at, remaining, spent: use(at) });
  }
  return points;
}

export function ask(points: Point[], outlook: Outlook): Forecast {
  return forecast(points, outlook, points.at(-1)?.at ?? monday);
}

export function runOut(points: Point[], outlook: Outlook): Extract<Forecast, { kind: 'runs-out' }> {
  const told = ask(points, outlook);
  if (told.kind !== 'runs-out') throw new Error(`it says ${told.kind}`);
  return told;
}
