import type { ComponentChildren } from 'preact';
import { problemSentence } from '../lib/problem-sentences.ts';
import type { Problem } from '../lib/input.ts';
import { WarningIcon } from './icons.tsx';

export interface LineProps {
  id: string;
  label: string;
  hint?: string | undefined;
  problem?: Problem | undefined;
}

/** What ties a control to its hint and its problem for those who do not see them. */
export function tied({ id, hint, problem }: LineProps) {
  const ids = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`].filter(
    (one) => one !== '',
  );
  return {
    id,
    'aria-invalid': problem !== undefined,
    ...(ids.length > 0 && { 'aria-describedby': ids.join(' ') }),
  };
}

/** One line of a form: its label, its control, its hint, and what is wrong with it. */
export function Line({ children, ...line }: LineProps & { children: ComponentChildren }) {
  const { id, label, hint, problem } = line;
  return (
    <div class="form-line">
      <label for={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          <WarningIcon />
          {problemSentence(problem)}
        </p>
      )}
    </div>
  );
}

/** A line with a plain text field. */
export function TextLine({
  value,
  onChange,
  mode = 'text',
  ...line
}: LineProps & { value: string; mode?: 'text' | 'url' | 'decimal'; onChange: (value: string) => void }) {
  return (
    <Line {...line}>
      <input
        {...tied(line)}
        type="text"
        inputMode={mode}
        value={value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Line>
  );
}
