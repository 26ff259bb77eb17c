import { useEffect, useState } from 'preact/hooks';
import type { Checked, Problem } from '../lib/input.ts';
import { Line, tied } from './Line.tsx';

export interface NumberLineProps {
  id: string;
  label: string;
  hint?: string | undefined;
  /** What stands behind the number. */
  unit: string;
  value: number;
  check: (text: string) => Checked<number>;
  onChange: (value: number) => void;
}

/** A line with a number, handed on as soon as it is changed to something that can be taken. */
export function NumberLine({ id, label, hint, unit, value, check, onChange }: NumberLineProps) {
  /** What is being typed: the page is drawn again every few seconds, and would put back what is saved. */
  const [typed, setTyped] = useState<string>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => setTyped(undefined), [value]);

  const line = { id, label, hint, problem };
  const change = (text: string) => {
    const checked = check(text);
    setProblem('problem' in checked ? checked.problem : undefined);
    if ('value' in checked && checked.value !== value) onChange(checked.value);
  };
  return (
    <Line {...line}>
      <div class="with-unit">
        <input
          {...tied(line)}
          type="number"
          min={0}
          step="any"
          value={typed ?? value}
          onInput={(event) => setTyped(event.currentTarget.value)}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <span>{unit}</span>
      </div>
    </Line>
  );
}
