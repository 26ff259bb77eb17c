// @vitest-environment node
import { describe, expect, test } from 'vitest';
import { kinds } from '../forecast/lives.ts';
import { percents, questionsOf, scoreOf } from '../forecast/score.ts';
import { tracesOf } from '../forecast/traces.ts';

/** The quick form of `npm run backtest`, on some of the traces that the forecast was not fitted on. */
const traces = tracesOf('held out', 24);
const score = scoreOf(questionsOf(traces));

describe('the forecast, asked about generated accounts whose end is known,', () => {
  test('is asked often enough', () => {
    expect(traces.length).toBeGreaterThanOrEqual(200);
    expect(score.all.asked).toBe(traces.length * percents.length);
  });

  test('has a date nearly always', () => {
    expect(score.all.answered / score.all.asked).toBeGreaterThan(0.95);
  });

  test('holds the truth in its range four times of five', () => {
    expect(score.all.within).toBeGreaterThan(0.75);
    expect(score.all.within).toBeLessThan(0.9);
  });

  test.each(kinds)('holds the truth more often than not: %s', (kind) => {
    expect(score.byKind[kind].within).toBeGreaterThan(0.55);
  });

  test('loses a fifth less than the simple rates, even if these get the best range in hindsight', () => {
    const { loss, hindsight } = score.all;
    for (const baseline of ['since the first point', 'the last 24 hours'] as const) {
      expect(loss.forecast).toBeLessThan(0.8 * loss[baseline]);
      expect(hindsight.forecast).toBeLessThan(0.8 * hindsight[baseline]);
    }
  });
});
