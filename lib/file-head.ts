import * as v from 'valibot';
import { parseJson, plainText } from './json.ts';

/** What the files of one kind begin with, and how long they may be. */
interface Kind {
  format: string;
  version: number;
  /** In bytes. */
  largest: number;
}

/** Why a file is none of that kind. */
export type HeadRefusal = { why: 'not-json' | 'too-large' | 'format' } | { why: 'version'; version: string };

const membersSchema = v.record(v.string(), v.unknown());
const labelledSchema = v.object({ label: v.string() });

/** The members of a file of that kind, none of them checked yet but for its head. */
export function readHead(
  text: string,
  { format, version, largest }: Kind,
): { members: Record<string, unknown> } | HeadRefusal {
  if (text.length > largest) return { why: 'too-large' };
  let parsed: unknown;
  try {
    parsed = parseJson(text.replace(/^\uFEFF/, ''));
  } catch {
    return { why: 'not-json' };
  }
  const file = v.safeParse(membersSchema, parsed);
  if (!file.success || file.output['format'] !== format || file.output['version'] === undefined)
    return { why: 'format' };
  const members = file.output;
  const given = members['version'];
  // An object of the file's may have a member in the place of what makes it a text.
  const told = typeof given === 'string' ? given : JSON.stringify(given);
  return given === version ? { members } : { why: 'version', version: plainText(told.slice(0, 20)) };
}

/** The label of an entry that is not taken, as it may be shown; empty where it has none. */
export function labelIn(entry: unknown): string {
  const labelled = v.safeParse(labelledSchema, entry);
  return labelled.success ? plainText(labelled.output.label) : '';
}

/** Where in an entry or in the settings something is wrong, as it may be shown: the file may name its members as it likes. */
export function placeOf(issue: v.BaseIssue<unknown>): string {
  return plainText(v.getDotPath(issue) ?? '');
}
