import { DisplayForm } from '../../components/DisplayForm.tsx';
import { useLive } from '../../components/useLive.ts';
import { askForExtra, dropExtra, isGranted, offersExtra } from '../../lib/permissions.ts';
import type { GivenSettings, Settings } from '../../lib/settings.ts';
import { announce, onAnnounce } from '../../lib/signal.ts';
import { t } from '../../lib/words.ts';
import type { Write } from './useWriting.ts';

const permissions = { menu: 'contextMenus', panel: 'sidePanel' } as const;
const names = ['menu', 'panel'] as const;

export interface DisplayPartProps {
  settings: Settings;
  write: Write;
  onNotice: (notice: string) => void;
  onChange: (given: GivenSettings) => void;
}

/** What is seen, how, and where beside the badge and the popup. */
export function DisplayPart({ settings, write, onNotice, onChange }: DisplayPartProps) {
  const { value: extras = [] } = useLive(loadExtras, onAnnounce, Date.now);
  const change = (name: (typeof names)[number], on: boolean) => {
    // The asking comes first, for it needs the click.
    const asked = on
      ? askForExtra(permissions[name]).catch(() => false)
      : dropExtra(permissions[name]).then(() => true);
    void asked.then((isAllowed) => {
      if (isAllowed) void write([], async () => announce(), t('options.saved'));
      else onNotice(t('display.denied'));
    });
  };
  return (
    <section aria-labelledby="display-title" class="settings">
      <h2 id="display-title">{t('display.title')}</h2>
      <DisplayForm settings={settings} extras={extras} onExtra={change} onChange={onChange} />
    </section>
  );
}

async function loadExtras() {
  const offered = names.filter((name) => offersExtra(permissions[name]));
  return Promise.all(offered.map(async (name) => ({ name, isOn: await isGranted(permissions[name]) })));
}
