export { loadHistory } from '../../lib/history-store.ts';
export { append } from '../unit/append.ts';
