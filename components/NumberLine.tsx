import { useState } from 'preact/hooks';
import type { Problem } from '../lib/input.ts';
import { Line, tied } from './Line.tsx';
import { NumberInput, type NumberInputProps } from './NumberInput.tsx';

/** A line with a number. */
export function NumberLine({
  id,
  label,
  hint,
  ...input
}: Omit<NumberInputProps, 'tie' | 'onProblem'> & { id: string; label: string; hint?: string | undefined }) {
  const [problem, setProblem] = useState<Problem>();
  const line = { id, label, hint, problem };
  return (
    <Line {...line}>
      <NumberInput {...input} tie={tied(line)} onProblem={setProblem} />
    </Line>
  );
}
