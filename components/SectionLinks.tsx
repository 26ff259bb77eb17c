import { t } from '../lib/words.ts';

/** The parts of the options page, by the id of their heading. */
const sections = ['accounts', 'alerts', 'display', 'data', 'security', 'diagnostics', 'about'] as const;

/** Leads to each part of the options page, without a change of its address: that names an account. */
export function SectionLinks() {
  return (
    <nav aria-label={t('options.sections')}>
      <ul>
        {sections.map((section) => (
          <li key={section}>
            <a
              href={`#${section}-title`}
              onClick={(event) => {
                event.preventDefault();
                show(`${section}-title`);
              }}
            >
              {t(`section.${section}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function show(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: 'start' });
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}
