import type { Account } from './account.ts';
import { eventsOf, pointsOf, type Chunk } from './history.ts';

const columns = ['account', 'provider', 'balance', 'unit', 'time', 'remaining', 'spent', 'event', 'amount'];

type Cell = string | number;

/** The histories of some accounts for a spreadsheet, as RFC 4180 has it: a row for each point, and one for each event. */
export function historyCsv(histories: { account: Account; chunks: Chunk[] }[]): string {
  const rows = histories.flatMap(({ account, chunks }) => rowsOf(account, chunks));
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function rowsOf({ label, provider }: Account, chunks: Chunk[]): Cell[][] {
  const units = new Map(
    chunks.flatMap(({ tracks }) => Object.entries(tracks).map(([id, { last }]) => [id, last.unit])),
  );
  return [...units].flatMap(([id, unit]) => {
    const events = eventsOf(chunks, id);
    const unitSince = events.findLast(({ kind }) => kind === 'unit')?.at ?? 0;
    // What was counted in before another unit came is not known.
    const beginning = (at: number): Cell[] => [
      label,
      provider,
      id,
      at < unitSince ? '' : unit,
      new Date(at).toISOString(),
    ];
    const rows = [
      ...events.map(({ at, kind, amount }) => ({ at, cells: [...beginning(at), '', '', kind, amount] })),
      ...pointsOf(chunks, id).map(({ at, remaining, spent }) => ({
        at,
        cells: [...beginning(at), remaining, spent, '', ''],
      })),
    ];
    return rows.toSorted((a, b) => a.at - b.at).map(({ cells }) => cells);
  });
}

/** A number stays one. A text that a spreadsheet would take for a formula gets an apostrophe before it, which shows that it is text. */
function cellText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const harmless = /^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
