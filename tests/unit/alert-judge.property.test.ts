// @vitest-environment node
import { array, assert, constantFrom, integer, oneof, property } from 'fast-check';
import { expect, test } from 'vitest';
import { judge } from '../../lib/alert-judge.ts';
import { take, told } from '../../lib/alert-pending.ts';
import { alertStateFrom, type AlertState } from '../../lib/alert-state.ts';
import { minute, noon } from './given.ts';
import { factsAt, left, rulesOf } from './given-looks.ts';

const rules = rulesOf({ rules: { days: 0 } });

/** Percent left at each look, often near to a threshold. */
const courses = array(
  oneof(
    integer({ min: -20, max: 1000 }).map((tenths) => tenths / 10),
    constantFrom(0, 0.1, 4.9, 5, 5.1, 6, 6.1, 19.9, 20, 20.1, 21.9, 22, 22.1, 100),
  ),
  { minLength: 2, maxLength: 60 },
);
/** Where the worker dies at each look: before it is saved, before anything is told, before that is noted; or not at all. */
const deaths = array(constantFrom('save', 'tell', 'note', 'never', 'never'), {
  minLength: 60,
  maxLength: 60,
  size: 'max',
});

const thresholds = { low: 20, critical: 5, empty: 0 };
const recovered = { low: 22, critical: 6, empty: 0.9 };
type Level = keyof typeof thresholds;

/** The rule in other words: a level is told when it is reached, and once more only after the balance was clear of it. */
function crossingsIn(course: number[]): { at: number; kind: Level }[] {
  const armed = new Map(
    (Object.keys(thresholds) as Level[]).map((level) => [level, (course[0] ?? 0) > thresholds[level]]),
  );
  return course.flatMap((percent, at) => {
    const reached = [...armed.keys()].filter((level) => armed.get(level) && percent <= thresholds[level]);
    for (const level of armed.keys()) {
      // Out of a level is also out of those below it, and into one into those above it.
      if (percent > recovered[level]) armed.set(level, true);
      if (percent <= thresholds[level]) armed.set(level, false);
    }
    const kind = reached.at(-1);
    return at > 0 && kind ? [{ at, kind }] : [];
  });
}

test('whatever the course of a balance: what is noticed is what was crossed', () => {
  assert(
    property(courses, (course) => {
      let state: AlertState | undefined;
      const noticed = course.flatMap((percent, at) => {
        const judged = judge(state, factsAt(noon + at * minute, left(percent)), rules, noon + at * minute);
        state = alertStateFrom(structuredClone(judged.state));
        return judged.due.map(({ kind }) => ({ at, kind }));
      });
      expect(noticed).toEqual(crossingsIn(course));
    }),
    { numRuns: 500 },
  );
});

test('wherever the worker dies: each crossing has one id, and is told until it is noted', () => {
  assert(
    property(courses, deaths, (course, ends) => {
      let state: AlertState | undefined;
      const seen = new Map<string, string>();
      const saved: number[] = [];
      /** Some alert waited, and may have been told by a worse one that came meanwhile. */
      let hasWaited = ends.slice(0, course.length).includes('tell');
      const tellAll = (now: number, end: string | undefined) => {
        for (;;) {
          const { state: marked, taken } = take(state as AlertState, rules, { notification: 0 }, now);
          state = marked;
          if (!taken || end === 'tell') return;
          // Seen again under its id, it is the same.
          expect(seen.get(taken.alert.id) ?? taken.alert.kind).toBe(taken.alert.kind);
          seen.set(taken.alert.id, taken.alert.kind);
          if (end === 'note') {
            hasWaited ||= state.pending.length > 1;
            return;
          }
          state = told(state, taken.alert.id, taken.to, true);
        }
      };
      for (const [at, percent] of course.entries()) {
        const now = noon + at * minute;
        if (at > 0 && ends[at] === 'save') continue;
        saved.push(percent);
        state = judge(state, factsAt(now, left(percent)), rules, now).state;
        tellAll(now, ends[at]);
      }
      tellAll(noon + 100 * minute, 'never');
      expect(state?.pending).toEqual([]);
      // Each was seen, or was told by a worse one that it waited with.
      const crossings = crossingsIn(saved);
      expect(state?.delivered.slice().toSorted()).toHaveLength(Math.min(50, crossings.length));
      expect(seen.size).toBeLessThanOrEqual(crossings.length);
      const expected = hasWaited ? [...seen.values()] : crossings.map(({ kind }) => kind);
      expect([...seen.values()]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
