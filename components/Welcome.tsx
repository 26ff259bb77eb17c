import { t } from '../lib/words.ts';
import { GaugeIcon } from './icons.tsx';

/** What the popup says before there is an account. */
export function Welcome() {
  return (
    <div class="welcome">
      <GaugeIcon />
      <h2>{t('popup.begin')}</h2>
      <p>{t('popup.beginHow')}</p>
      <a class="button primary" href="/options.html#add" target="_blank">
        {t('popup.addFirst')}
      </a>
    </div>
  );
}
