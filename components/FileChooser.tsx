import { useRef } from 'preact/hooks';

/** A button that lets the user choose a JSON file. */
export function FileChooser({ label, onChoose }: { label: string; onChoose: (file: File) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const choose = (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file) onChoose(file);
    // So that the same file can be chosen again, mended.
    input.value = '';
  };
  return (
    <>
      <button type="button" onClick={() => chooser.current?.click()}>
        {label}
      </button>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={label}
        onChange={(event) => choose(event.currentTarget)}
      />
    </>
  );
}
