import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../../components/theme.css';
import '../../components/controls.css';
import '../../components/dialog.css';
import '../../components/readings.css';
import '../../components/page.css';
import './usage.css';
import { declareLanguage, t } from '../../lib/words.ts';
import { App } from './App.tsx';

declareLanguage(document, t('history.title'));
const root = document.getElementById('root');
if (root) render(<App />, root);
