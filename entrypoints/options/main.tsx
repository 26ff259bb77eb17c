import { render } from 'preact';
import '../../components/theme.css';
import './options.css';
import { declareLanguage, t } from '../../lib/words.ts';
import { App } from './App.tsx';

declareLanguage(document, t('options.title'));
const root = document.getElementById('root');
if (root) render(<App />, root);
