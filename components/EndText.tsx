import type { Display } from '../lib/display.ts';
import type { Forecast } from '../lib/forecast.ts';
import { outlookText } from '../lib/outlook-sentences.ts';

export interface EndTextProps {
  forecast: Forecast;
  end: Display['end'];
  now: number;
  onFlip: (part: Partial<Display>) => void;
}

/** When a balance runs out, as a day or as the time until then; a click shows the other, and so does the key `d`. */
export function EndText({ forecast, end, now, onFlip }: EndTextProps) {
  const text = outlookText(forecast, now, end);
  if (text === '') return null;
  return (
    <button
      type="button"
      class="end"
      tabIndex={-1}
      title={outlookText(forecast, now, otherEnd(end))}
      onClick={() => onFlip(flippedEnd(end))}
    >
      {text}
    </button>
  );
}

export function flippedEnd(end: Display['end']): Partial<Display> {
  return { end: otherEnd(end) };
}

function otherEnd(end: Display['end']): Display['end'] {
  return end === 'countdown' ? 'date' : 'countdown';
}
