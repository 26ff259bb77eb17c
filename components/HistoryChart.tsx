import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { scaleOf, type ChartFacts } from '../lib/chart.ts';
import { amount } from '../lib/format.ts';

const height = 220;

/** The course of a balance with its top-ups and resets, and the projection with its range. The table beside it says the same. */
export function HistoryChart({ facts, unit }: { facts: ChartFacts; unit: string }) {
  const place = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const chart = new uPlot(optionsOf(element, facts, unit), facts.columns, element);
    const resized = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      chart.destroy();
    };
  }, [facts, unit]);

  return <div ref={place} class="chart" aria-hidden="true" />;
}

function optionsOf(element: HTMLElement, { from, to, marks, reset }: ChartFacts, unit: string): uPlot.Options {
  const color = (name: string) => getComputedStyle(element).getPropertyValue(name);
  const [accent, line, quiet] = [color('--accent'), color('--line'), color('--quiet')];
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const axis = { stroke: quiet, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  const projected = { stroke: quiet, width: 1, dash: [4, 4], points: { show: false } };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    scales: {
      x: { time: true, min: from / 1000, max: to / 1000 },
      y: { range: (_, min, max) => scaleOf(min, max) },
    },
    series: [
      {},
      { stroke: accent, width: 2, points: { show: false }, ...(stepped && { paths: stepped }) },
      projected,
      { ...projected, width: 0 },
      { ...projected, width: 0 },
    ],
    bands: [{ series: [4, 3], fill: `color-mix(in srgb, ${quiet} 18%, transparent)` }],
    axes: [axis, { ...axis, size: 64, values: (_, values) => values.map((value) => amount(value, unit)) }],
    hooks: { draw: [(chart) => drawMarks(chart, { marks, reset }, quiet)] },
  };
}

/**
 * A line from top to bottom where something came, with a triangle that points up: never colour alone. Where the next reset
 * will come the line is dashed and the triangle empty.
 */
function drawMarks(
  chart: uPlot,
  { marks, reset }: { marks: ChartFacts['marks']; reset: number | undefined },
  color: string,
): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  const all = [...marks.map(({ at }) => at), ...(reset === undefined ? [] : [reset])];
  for (const at of all) {
    const isToCome = at === reset;
    const x = Math.round(chart.valToPos(at / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.globalAlpha = 0.4;
    ctx.setLineDash(isToCome ? [4 * devicePixelRatio, 4 * devicePixelRatio] : []);
    ctx.stroke();
    ctx.globalAlpha = 1;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x - 5 * devicePixelRatio, bbox.top + 8 * devicePixelRatio);
    ctx.lineTo(x + 5 * devicePixelRatio, bbox.top + 8 * devicePixelRatio);
    ctx.closePath();
    if (isToCome) ctx.stroke();
    else ctx.fill();
  }
  ctx.restore();
}
