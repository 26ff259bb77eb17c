import { orders, type Display } from '../lib/display.ts';
import { t } from '../lib/words.ts';

export interface ListBarProps {
  search: string;
  display: Display;
  onSearch: (search: string) => void;
  onDisplay: (part: Partial<Display>) => void;
}

/** Finds one account among many, and sorts and groups them. */
export function ListBar({ search, display, onSearch, onDisplay }: ListBarProps) {
  return (
    <div class="bar" role="search">
      <input
        id="search"
        type="search"
        aria-label={t('popup.search')}
        placeholder={t('popup.search')}
        value={search}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onSearch(event.currentTarget.value)}
      />
      <select
        aria-label={t('display.order')}
        value={display.order}
        onChange={({ currentTarget: { value } }) =>
          onDisplay({ order: orders.find((order) => order === value) ?? display.order })
        }
      >
        {orders.map((order) => (
          <option key={order} value={order}>
            {t(`order.${order}`)}
          </option>
        ))}
      </select>
      <button type="button" aria-pressed={display.grouped} onClick={() => onDisplay({ grouped: !display.grouped })}>
        {t('display.group')}
      </button>
    </div>
  );
}
