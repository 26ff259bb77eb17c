import { lowest, type AccountGauges, type Tone } from './gauge.ts';

/** What the toolbar's icon tells: how full the lowest balance is, in steps that can be seen, and its tone. */
export interface IconFace {
  /** 0 to 1, in twentieths: more than anybody tells apart at 16 pixels. Absent where there is nothing to tell. */
  share?: number;
  tone: Tone | 'stale';
}

/** The drawing is made for a square of so many units, as components/icon.svg is. */
const side = 32;

const tile = '#1f2937';
const track = '#64748b';
const needle = '#ffffff';
const colors: Record<IconFace['tone'], string> = {
  ok: '#4ade80',
  low: '#fbbf24',
  critical: '#f87171',
  empty: '#f87171',
  unknown: '#9ca3af',
  stale: '#9ca3af',
};

/** The gauge opens downwards: it begins at the lower left and sweeps over the top, in radians clockwise from the right. */
const begin = (Math.PI * 3) / 4;
const sweep = (Math.PI * 3) / 2;
const [centerX, centerY, radius] = [16, 17.5, 11];

/** Of the lowest percentage, whatever the badge shows; undefined as long as there is no account. */
export function iconOf(accounts: AccountGauges[]): IconFace | undefined {
  if (accounts.length === 0) return undefined;
  const low = lowest(accounts);
  if (!low) return { tone: 'unknown' };
  const { percent } = low.share;
  // Rounded down, as the figures are; only what is empty looks empty.
  const share = percent > 0 ? Math.max(1, Math.floor(percent / 5)) / 20 : 0;
  return { tone: low.stale || low.paused ? 'stale' : low.gauge.tone, share };
}

/** Draws the icon `size` pixels wide: needle and arc say the same, so that no colour has to be told apart. */
export function drawIcon(canvas: OffscreenCanvasRenderingContext2D, size: number, { share, tone }: IconFace): void {
  canvas.setTransform(size / side, 0, 0, size / side, 0, 0);
  canvas.clearRect(0, 0, side, side);
  canvas.fillStyle = tile;
  canvas.beginPath();
  canvas.roundRect(0, 0, side, side, 7);
  canvas.fill();
  canvas.lineCap = 'round';
  arc(canvas, 1, track);
  if (share === undefined) return;
  if (share > 0) arc(canvas, share, colors[tone]);
  const angle = begin + sweep * share;
  canvas.strokeStyle = needle;
  canvas.lineWidth = 4;
  canvas.beginPath();
  canvas.moveTo(centerX, centerY);
  canvas.lineTo(centerX + Math.cos(angle) * 6, centerY + Math.sin(angle) * 6);
  canvas.stroke();
}

function arc(canvas: OffscreenCanvasRenderingContext2D, share: number, color: string): void {
  canvas.strokeStyle = color;
  canvas.lineWidth = 5;
  canvas.beginPath();
  canvas.arc(centerX, centerY, radius, begin, begin + sweep * share);
  canvas.stroke();
}
