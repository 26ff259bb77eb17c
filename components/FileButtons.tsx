import { t } from '../lib/words.ts';
import { FileChooser } from './FileChooser.tsx';

/** Brings accounts in from a file that the user chooses, and saves them to one. */
export function FileButtons({ onChoose, onExport }: { onChoose: (file: File) => void; onExport: () => void }) {
  return (
    <>
      <FileChooser label={t('options.import')} onChoose={onChoose} />
      <button type="button" onClick={onExport}>
        {t('options.export')}
      </button>
    </>
  );
}
