import { useState } from 'preact/hooks';
import { problemSentence } from '../lib/problem-sentences.ts';
import type { Problem } from '../lib/input.ts';
import { NumberInput, type NumberInputProps } from './NumberInput.tsx';

export interface RuleLineProps {
  id: string;
  label: string;
  checked: boolean;
  onCheck: (checked: boolean) => void;
  /** The number that the rule goes by; it cannot be set while the rule is off. */
  number?: Omit<NumberInputProps, 'tie' | 'onProblem'> & { stays?: boolean };
}

/** Something that the user is told or not, and from what number on. */
export function RuleLine({ id, label, checked, onCheck, number }: RuleLineProps) {
  const [problem, setProblem] = useState<Problem>();
  return (
    <div class="rule">
      <label class="check">
        <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} />
        <span id={`${id}-label`}>{label}</span>
      </label>
      {number && (
        <NumberInput
          {...number}
          tie={{
            id,
            'aria-labelledby': `${id}-label`,
            'aria-invalid': problem !== undefined,
            disabled: !checked && number.stays !== true,
            ...(problem !== undefined && { 'aria-describedby': `${id}-problem` }),
          }}
          onProblem={setProblem}
        />
      )}
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`}>
          {problemSentence(problem)}
        </p>
      )}
    </div>
  );
}
