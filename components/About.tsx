import { t } from '../lib/words.ts';

/** What a person should know who entrusts keys to this. */
export function About() {
  return (
    <section aria-labelledby="about-title">
      <h2 id="about-title">{t('options.about')}</h2>
      <p>{t('options.intro')}</p>
    </section>
  );
}
