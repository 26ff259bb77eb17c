import { providerOf } from '../lib/providers/index.ts';
import { t } from '../lib/words.ts';
import { MoreIcon, OpenIcon, RefreshIcon } from './icons.tsx';

export interface RowToolsProps {
  /** The id of its provider. */
  provider: string;
  /** The account's title. */
  title: string;
  enabled: boolean;
  isOpen: boolean;
  onRefresh: () => void;
  onOpen: (open: boolean) => void;
}

/** What one can do with an account in the popup; seen when the row is pointed at or has the focus. */
export function RowTools({ provider, title, enabled, isOpen, onRefresh, onOpen }: RowToolsProps) {
  const { name = provider, dashboard, docs } = providerOf(provider) ?? {};
  const page = dashboard ?? docs;
  const openPage = t('popup.openProvider', [name]);
  const refresh = t('popup.refreshOne', [title]);
  const more = t('popup.more', [title]);
  return (
    <span class="tools">
      {page !== undefined && (
        <a class="quiet" href={page} target="_blank" rel="noreferrer" aria-label={openPage} title={openPage}>
          <OpenIcon />
        </a>
      )}
      <button
        type="button"
        class="quiet refresh"
        aria-label={refresh}
        title={refresh}
        onClick={onRefresh}
        disabled={!enabled}
      >
        <RefreshIcon />
      </button>
      <button
        type="button"
        class="quiet more"
        aria-label={more}
        title={more}
        aria-expanded={isOpen}
        onClick={() => onOpen(!isOpen)}
      >
        <MoreIcon />
      </button>
    </span>
  );
}
