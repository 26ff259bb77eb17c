import { render } from 'preact';
import '../../components/theme.css';
import '../../components/controls.css';
import '../../components/dialog.css';
import '../../components/readings.css';
import '../../components/page.css';
import './layout.css';
import './accounts.css';
import './forms.css';
import './alerts.css';
import './diagnostics.css';
import { declareLanguage, t } from '../../lib/words.ts';
import { App } from './App.tsx';

declareLanguage(document, t('options.title'));
const root = document.getElementById('root');
if (root) render(<App />, root);
