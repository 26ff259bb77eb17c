import type { Forecast } from '../../lib/forecast.ts';
import type { Question } from './score.ts';

const day = 24 * 60 * 60_000;
const [width, height] = [760, 380];
const [left, right, top, bottom] = [24, 736, 56, 320];

/** What was polled, what was foretold, and what came to pass, as an SVG. */
export function pictureOf({ points, now, remaining, emptyAt, trace }: Question, told: RunsOut): string {
  const begin = points[0]?.at ?? now;
  const most = Math.max(...points.map((point) => point.remaining));
  const until = Math.max(told.latest, emptyAt) + day;
  const x = (at: number) => (left + ((right - left) * (at - begin)) / (until - begin)).toFixed(1);
  const y = (amount: number) => (bottom - ((bottom - top) * amount) / most).toFixed(1);
  const path = (polls: readonly { at: number; remaining: number }[]) =>
    polls.map((poll, index) => `${index === 0 ? 'M' : 'L'}${x(poll.at)} ${y(poll.remaining)}`).join('');
  // Every second hour is enough for the eye.
  const coarse = <T extends { at: number }>(polls: readonly T[]) =>
    polls.filter(
      ({ at }, index) =>
        index === 0 || Math.floor((at / day) * 12) !== Math.floor(((polls[index - 1]?.at ?? 0) / day) * 12),
    );
  const future = [...coarse(trace.polls.filter(({ at }) => at >= now)), { at: emptyAt, remaining: 0 }];
  const mondays = Array.from(
    { length: Math.floor((until - begin) / day) + 1 },
    (_, index) => Math.ceil(begin / day + index) * day,
  ).filter((at) => new Date(at).getUTCDay() === 1 && at < until);
  const text = (at: string, line: number, words: string, more = '') =>
    `<text x="${at}" y="${line}"${more}>${words}</text>`;
  const date = (at: number) =>
    new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const summary = `Asked on ${date(now)}: runs out on ${date(told.at)}, between ${date(told.earliest)} and ${date(told.latest)} in four of five cases. Ran out on ${date(emptyAt)}.`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${summary}" font-family="system-ui, sans-serif" font-size="13" fill="#333">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(
      String(left),
      24,
      'Credit of an office that rests at the weekend, with half of its life behind it',
      ' font-size="16"',
    ),
    text(String(left), 44, summary),
    ...mondays.flatMap((at) => [
      `<path d="M${x(at)} ${top}V${bottom + 6}" stroke="#e4e4e4"/>`,
      text(x(at), bottom + 20, date(at), ' text-anchor="middle" fill="#666"'),
    ]),
    `<path d="M${x(now)} ${y(remaining)}L${x(told.earliest)} ${bottom}H${x(told.latest)}Z" fill="#2a6fdb" fill-opacity="0.16"/>`,
    `<path d="M${x(now)} ${y(remaining)}L${x(told.at)} ${bottom}" fill="none" stroke="#2a6fdb" stroke-width="2" stroke-dasharray="7 5"/>`,
    `<path d="${path(future)}" fill="none" stroke="#c2410c" stroke-width="2"/>`,
    `<path d="${path([...coarse(points), { at: now, remaining }])}" fill="none" stroke="#222" stroke-width="2"/>`,
    `<path d="M${left} ${bottom}H${right}" stroke="#666"/>`,
    `<path d="M${x(now)} ${top}V${bottom}" stroke="#666" stroke-dasharray="2 3"/>`,
    `<circle cx="${x(emptyAt)}" cy="${bottom}" r="5" fill="#c2410c"/>`,
    ...legend([
      ['#222', 'what was polled'],
      ['#2a6fdb', 'forecast, with its 80 % range'],
      ['#c2410c', 'what came to pass'],
    ]),
    '</svg>',
    '',
  ].join('\n');
}

type RunsOut = Extract<Forecast, { kind: 'runs-out' }>;

function legend(entries: [color: string, words: string][]): string[] {
  return entries.flatMap(([color, words], index) => {
    const at = left + index * 230;
    return [
      `<rect x="${at}" y="${height - 25}" width="18" height="4" fill="${color}"/>`,
      `<text x="${at + 26}" y="${height - 18}">${words}</text>`,
    ];
  });
}
