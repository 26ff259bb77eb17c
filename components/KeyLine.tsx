import type { TargetedEvent } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../lib/words.ts';
import { Line, tied, type LineProps } from './Line.tsx';

/** The API key: hidden while it is typed, never filled in from what is saved. `onLines` hears of a paste of several lines, which is not taken. */
export function KeyLine({
  value,
  onChange,
  onLines,
  ...line
}: LineProps & { value: string; onChange: (value: string) => void; onLines: () => void }) {
  const [shown, setShown] = useState(false);
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text') ?? '';
    // The browser would join the lines of a pasted text without a word.
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    onLines();
  };
  const field = {
    ...tied(line),
    value,
    autocomplete: 'off',
    spellcheck: false,
    onInput: (event: TargetedEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
    onPaste: paste,
  };
  return (
    <Line {...line}>
      <div class="with-button">
        {shown ? <input {...field} type="text" /> : <input {...field} type="password" />}
        <button type="button" onClick={() => setShown(!shown)}>
          {t(shown ? 'form.hide' : 'form.show')}
        </button>
      </div>
    </Line>
  );
}
