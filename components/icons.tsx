import type { Tone } from '../lib/gauge.ts';

/** Drawn by us on a grid of 16, in the colour of the text around them. Each stands beside or inside a named control. */
function Icon({ path, kind = '' }: { path: string; kind?: string }) {
  return (
    <svg class={`icon ${kind}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

export function RefreshIcon() {
  return <Icon path="M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.5v3h-3" />;
}

export function OptionsIcon() {
  return <Icon path="M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M11 2.8v3.4M5 9.8v3.4" />;
}

export function PanelIcon() {
  return <Icon path="M2.5 3h11v10h-11ZM9.5 3v10" />;
}

export function PauseIcon() {
  return <Icon path="M5.5 3.5v9M10.5 3.5v9" />;
}

export function ResumeIcon() {
  return <Icon path="M5 3l7.5 5L5 13Z" />;
}

export function WarningIcon() {
  return <Icon path="M8 2 1.5 13.5h13L8 2ZM8 6.5v3.2M8 11.6v.1" />;
}

/** Something to be waited for. */
export function ClockIcon() {
  return <Icon path="M8 2a6 6 0 1 0 .1 0M8 5v3h2" />;
}

export function OpenIcon() {
  return <Icon path="M6.5 3H3v10h10V9.5M9.5 2.5h4v4M13.2 2.8 7.5 8.5" />;
}

export function DragIcon() {
  return <Icon path="M6 3.5v.1M10 3.5v.1M6 8v.1M10 8v.1M6 12.5v.1M10 12.5v.1" />;
}

export function MoreIcon() {
  return <Icon path="M4 6l4 4 4-4" />;
}

export function UpIcon() {
  return <Icon path="M4 10l4-4 4 4" />;
}

export function HideIcon() {
  return <Icon path="M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8ZM3 13.5l10-11" />;
}

export function ShowIcon() {
  return <Icon path="M1.8 8S4 4 8 4s6.2 4 6.2 4S12 12 8 12 1.8 8 1.8 8ZM8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3" />;
}

/** A shape beside the colour, for who does not tell colours apart: the outline of a triangle, a full one, a ring that is struck out. */
const tonePaths: Partial<Record<Tone, string>> = {
  low: 'M8 3 14 13H2Z',
  critical: 'M8 3 14 13H2Z',
  empty: 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M5 11l6-6',
};

export function ToneIcon({ tone }: { tone: Tone }) {
  const path = tonePaths[tone];
  return path === undefined ? null : <Icon path={path} kind={tone === 'critical' ? 'full' : ''} />;
}

/** The product's face: a gauge of three strokes. */
export function GaugeIcon() {
  return <Icon path="M2.6 12.5a6.2 6.2 0 1 1 10.8 0M8 9.2l2.8-3.4M8 9.3v-.1" />;
}
