import { Line, tied, type LineProps } from './Line.tsx';

/** A line with a list to choose from. */
export function ChoiceLine<T extends string>({
  value,
  choices,
  onChange,
  ...line
}: LineProps & {
  value: T;
  choices: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <Line {...line}>
      <select
        {...tied(line)}
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </Line>
  );
}
