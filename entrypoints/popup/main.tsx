import { render } from 'preact';
import '../../components/theme.css';
import '../../components/controls.css';
import '../../components/dialog.css';
import '../../components/readings.css';
import './layout.css';
import './rows.css';
import './figures.css';
import './welcome.css';
import './dialog.css';
import { liveOf } from '../../components/useLive.ts';
import { isPanel } from '../../lib/panel.ts';
import { onAnnounceFromNow } from '../../lib/signal.ts';
import { loadView } from '../../lib/view.ts';
import { declareLanguage, t } from '../../lib/words.ts';
import { App } from './App.tsx';

/** So long the store may keep us waiting before the frame is drawn without figures, in milliseconds. */
const patience = 250;

// Asked before anything else is done: the first thing drawn is the figures, with nothing before them that had to give way.
const subscribe = onAnnounceFromNow();
const reading = liveOf(loadView, Date.now());
document.documentElement.classList.toggle('panel', isPanel(location));
declareLanguage(document, t('popup.title'));
const slow = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
const first = await Promise.race([reading, slow]);
const root = document.getElementById('root');
if (root) render(<App first={first} subscribe={subscribe} />, root);
