import { browser } from 'wxt/browser';
import { Diagnostics } from '../../components/Diagnostics.tsx';
import { useLive } from '../../components/useLive.ts';
import { loadDiagnostics, reportText } from '../../lib/diagnostics.ts';
import { onAnnounce } from '../../lib/signal.ts';
import { t } from '../../lib/words.ts';

export function DiagnosticsPart({ onNotice }: { onNotice: (notice: string) => void }) {
  const { value: facts, now } = useLive(loadDiagnostics, onAnnounce, Date.now);
  const copy = async () => {
    const { version } = browser.runtime.getManifest();
    const about = { product: t('product.name'), version, browser: navigator.userAgent };
    try {
      await navigator.clipboard.writeText(await reportText(about, Date.now()));
      onNotice(t('diagnostics.copied'));
    } catch {
      onNotice(t('diagnostics.notCopied'));
    }
  };
  return <Diagnostics facts={facts} now={now} onCopy={() => void copy()} />;
}
