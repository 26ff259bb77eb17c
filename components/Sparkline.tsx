const width = 64;
const height = 16;

/** What was left over the last week, as a line without axes: the figures beside it say the rest. Nothing where there is no course yet. */
export function Sparkline({ values, tone }: { values: number[]; tone: string }) {
  if (values.length < 2) return null;
  const low = Math.min(0, ...values);
  const span = Math.max(...values) - low || 1;
  const step = width / (values.length - 1);
  const path = values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)} ${(height - 1 - ((value - low) / span) * (height - 2)).toFixed(1)}`,
    )
    .join('L');
  return (
    <svg class={`spark ${tone}`} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden="true">
      <path d={`M${path}`} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linejoin="round" />
    </svg>
  );
}
