import { useEffect, useState } from 'preact/hooks';
import type { Checked, Problem } from '../lib/input.ts';

export interface NumberInputProps {
  value: number;
  check: (text: string) => Checked<number>;
  onChange: (value: number) => void;
  onProblem: (problem: Problem | undefined) => void;
  /** What stands behind the number. */
  unit: string;
  /** What ties the input to its label and its problem. */
  tie: {
    id: string;
    'aria-invalid': boolean;
    'aria-describedby'?: string;
    'aria-labelledby'?: string;
    disabled?: boolean;
  };
}

/** A number and its unit, handed on as soon as it is changed to something that can be taken. */
export function NumberInput({ value, check, onChange, onProblem, unit, tie }: NumberInputProps) {
  /** What is being typed: the page is drawn again every few seconds, and would put back what is saved. */
  const [typed, setTyped] = useState<string>();
  useEffect(() => setTyped(undefined), [value]);

  const change = (text: string) => {
    const checked = check(text);
    onProblem('problem' in checked ? checked.problem : undefined);
    if ('value' in checked && checked.value !== value) onChange(checked.value);
  };
  return (
    <span class="with-unit">
      <input
        {...tie}
        type="number"
        min={0}
        step="any"
        value={typed ?? value}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <span class="unit">{unit}</span>
    </span>
  );
}
