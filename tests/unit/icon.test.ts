import { describe, expect, test, vi } from 'vitest';
import type { Account } from '../../lib/account.ts';
import { gaugesOf } from '../../lib/gauge.ts';
import { drawIcon, iconOf, type IconFace } from '../../lib/icon.ts';
import { defaultSettings } from '../../lib/settings.ts';
import { accountOf, balanceOf, noon, reportWith } from './given.ts';

const left = (remaining: number, account: Partial<Account> = {}) =>
  gaugesOf(accountOf(account), reportWith([balanceOf({ remaining, limit: 100 })]), defaultSettings, noon);

const unread = gaugesOf(accountOf(), undefined, defaultSettings, noon);

/** What is drawn, line by line: the arcs by their ends, the needle by its point. */
function strokesOf(face: IconFace, size = 32) {
  const arcs: number[][] = [];
  const points: number[][] = [];
  const colors: string[] = [];
  const canvas = {
    setTransform: vi.fn<(...scale: number[]) => void>(),
    clearRect: () => {},
    beginPath: () => {},
    roundRect: () => {},
    fill: () => {},
    moveTo: () => {},
    stroke: () => {
      colors.push(canvas.strokeStyle);
    },
    arc: (...[, , , from = 0, to = 0]: number[]) => arcs.push([from, to]),
    lineTo: (...point: number[]) => points.push(point),
    strokeStyle: '',
  };
  drawIcon(canvas as unknown as OffscreenCanvasRenderingContext2D, size, face);
  return { arcs, points, colors, scale: canvas.setTransform.mock.calls[0] };
}

describe('the icon', () => {
  test.each([
    ['follows the lowest percentage', [left(80), left(47.9)], { tone: 'ok', share: 0.45 }],
    ['is empty only when nothing is left', [left(0)], { tone: 'empty', share: 0 }],
    ['is not empty while something is left', [left(0.3)], { tone: 'critical', share: 0.05 }],
    ['is full when all is left', [left(250)], { tone: 'ok', share: 1 }],
    ['leaves out what is muted', [left(3, { muted: ['account'] }), left(60)], { tone: 'ok', share: 0.6 }],
    ['has no share before the first reading', [unread], { tone: 'unknown' }],
    ['is none without accounts', [], undefined],
  ])('%s', (_, accounts, face) => {
    expect(iconOf(accounts)).toEqual(face);
  });

  test('says with its arc, its needle and its colour how much that is', () => {
    const [empty, half, full] = [0, 0.5, 1].map((share) => strokesOf({ tone: 'ok', share }));
    const track = [(Math.PI * 3) / 4, (Math.PI * 9) / 4];
    expect(empty?.arcs).toEqual([track]);
    expect(half?.arcs).toEqual([track, [track[0], (Math.PI * 3) / 2]]);
    expect(full?.arcs).toEqual([track, track]);
    // To the lower left, straight up, to the lower right.
    expect(empty?.points[0]?.[0]).toBeLessThan(16);
    expect(half?.points[0]?.[0]).toBeCloseTo(16);
    expect(full?.points[0]?.[0]).toBeGreaterThan(16);
    expect(strokesOf({ tone: 'low', share: 0.2 }).colors).not.toEqual(strokesOf({ tone: 'ok', share: 0.2 }).colors);
  });

  test('has no needle while there is nothing to point at', () => {
    expect(strokesOf({ tone: 'unknown' }).points).toEqual([]);
  });

  test('is drawn for the size that is asked for', () => {
    expect(strokesOf({ tone: 'ok', share: 1 }, 16).scale).toEqual([0.5, 0, 0, 0.5, 0, 0]);
  });
});
