import { useRef } from 'preact/hooks';
import { t } from '../lib/words.ts';

/** Brings accounts in from a file that the user chooses, and saves them to one. */
export function FileButtons({ onChoose, onExport }: { onChoose: (file: File) => void; onExport: () => void }) {
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
        {t('options.import')}
      </button>
      <button type="button" onClick={onExport}>
        {t('options.export')}
      </button>
      <input
        ref={chooser}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={t('options.import')}
        onChange={(event) => choose(event.currentTarget)}
      />
    </>
  );
}
