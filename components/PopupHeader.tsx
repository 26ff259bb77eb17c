import type { ComponentChildren } from 'preact';
import { t } from '../lib/words.ts';
import { GaugeIcon, HideIcon, OptionsIcon, PanelIcon, PauseIcon, RefreshIcon, ResumeIcon, ShowIcon } from './icons.tsx';
import { PauseChoice } from './PauseChoice.tsx';

export interface PopupHeaderProps {
  isPaused: boolean;
  isDiscreet: boolean;
  /** There are accounts that could be refreshed, paused or hidden. */
  hasAccounts: boolean;
  onRefresh: () => void;
  onPause: (forAnHour: boolean) => void;
  onResume: () => void;
  onDiscreet: (discreet: boolean) => void;
  /** Absent where the list cannot stand beside the page, or does so already. */
  onPanel?: (() => void) | undefined;
  onOptions: () => void;
}

/** The popup's name, and what can be done with all accounts. */
export function PopupHeader(props: PopupHeaderProps) {
  const { isPaused, isDiscreet, hasAccounts } = props;
  return (
    <header>
      <GaugeIcon />
      <h1>{t('popup.title')}</h1>
      <Action name={t('popup.refresh')} onClick={props.onRefresh}>
        <RefreshIcon />
      </Action>
      <Action
        name={t(isPaused ? 'popup.resume' : 'popup.pause')}
        disabled={!hasAccounts}
        onClick={isPaused ? props.onResume : undefined}
        opens={isPaused ? undefined : 'pausing'}
      >
        {isPaused ? <ResumeIcon /> : <PauseIcon />}
      </Action>
      <PauseChoice id="pausing" onPause={props.onPause} />
      <Action
        name={t(isDiscreet ? 'popup.show' : 'popup.hide')}
        disabled={!hasAccounts}
        onClick={() => props.onDiscreet(!isDiscreet)}
      >
        {isDiscreet ? <ShowIcon /> : <HideIcon />}
      </Action>
      {props.onPanel && (
        <Action name={t('popup.panel')} onClick={props.onPanel}>
          <PanelIcon />
        </Action>
      )}
      <Action name={t('popup.options')} onClick={props.onOptions}>
        <OptionsIcon />
      </Action>
    </header>
  );
}

interface ActionProps {
  name: string;
  disabled?: boolean;
  onClick?: (() => void) | undefined;
  /** The id of what a click brings up, and takes away again. */
  opens?: string | undefined;
  children: ComponentChildren;
}

function Action({ name, disabled = false, onClick, opens, children }: ActionProps) {
  return (
    <button
      type="button"
      class="quiet"
      aria-label={name}
      title={name}
      disabled={disabled}
      onClick={onClick}
      popovertarget={opens}
    >
      {children}
    </button>
  );
}
