import { render } from 'preact';
import '../../components/theme.css';
import './popup.css';
import { declareLanguage, t } from '../../lib/words.ts';
import { App } from './App.tsx';

declareLanguage(document, t('popup.title'));
const root = document.getElementById('root');
if (root) render(<App />, root);
