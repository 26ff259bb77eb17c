import { t } from '../lib/words.ts';
import { GaugeIcon } from './icons.tsx';

/** What the popup says before there is an account; above the example, that it is one. */
export function Welcome({ isSample, onSample }: { isSample: boolean; onSample: (show: boolean) => void }) {
  const add = (
    <a class="button primary" href="/options.html#add" target="_blank">
      {t('popup.addFirst')}
    </a>
  );
  if (isSample)
    return (
      <div class="sample">
        <p role="status">{t('popup.isSample')}</p>
        {add}
        <button type="button" onClick={() => onSample(false)}>
          {t('popup.hideSample')}
        </button>
      </div>
    );
  return (
    <div class="welcome">
      <GaugeIcon />
      <h2>{t('popup.begin')}</h2>
      <p>{t('popup.beginHow')}</p>
      {add}
      <button type="button" onClick={() => onSample(true)}>
        {t('popup.sample')}
      </button>
    </div>
  );
}
