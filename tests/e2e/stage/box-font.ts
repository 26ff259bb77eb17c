/**
 * A font in which every letter is a box half as wide as it is high. With it a page looks the same whatever fonts a machine
 * has, so that its picture can be compared to one that was taken elsewhere. As OpenType has it, with no more than it asks for.
 */
export function boxFont(): Buffer {
  const tables = { 'OS/2': os2(), cmap: cmap(), glyf: glyf(), head: head(), hhea: hhea(), hmtx: hmtx(), loca: loca() };
  return withDirectory({ ...tables, maxp: maxp(), name: name(), post: post() });
}

/** So many units are the size of the font. */
const em = 1000;
const width = 500;
const [top, bottom] = [700, 0];
const [ascent, descent] = [800, -200];

/** Latin letters, and the signs that the texts use. */
const ranges = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x2000, 0x22ff],
] as const;

function cmap(): Buffer {
  const letters = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
  // Format 12: groups of letters whose glyphs follow each other; each letter is a group, for all have the same glyph.
  const groups = letters.map((letter) => words32(letter, letter, 1));
  const size = 16 + groups.length * 12;
  return Buffer.concat([words(0, 1, 3, 10), words32(12), words(12, 0), words32(size, 0, groups.length), ...groups]);
}

/** The first glyph, for letters that are not there, is empty. */
function glyf(): Buffer {
  const shape = words(1, 50, bottom, width - 50, top, 3, 0);
  const points = Buffer.concat([Buffer.from([1, 1, 1, 1]), words(50, 0, width - 100, 0, bottom, top, 0, -top)]);
  return Buffer.concat([shape, points]);
}

function loca(): Buffer {
  return words32(0, 0, glyf().length);
}

function head(): Buffer {
  const [version, magic] = [0x10000, 0x5f0f3cf5];
  const dates = Buffer.alloc(16);
  return Buffer.concat([
    words32(version, version, 0, magic),
    words(0, em),
    dates,
    words(50, bottom, width - 50, top, 0, 8, 2, 1, 0),
  ]);
}

function hhea(): Buffer {
  return Buffer.concat([
    words32(0x10000),
    words(ascent, descent, 0, width, 50, 50, width - 50, 1, 0, 0, 0, 0, 0, 0, 0, 2),
  ]);
}

function hmtx(): Buffer {
  return words(width, 0, width, 50);
}

function maxp(): Buffer {
  return Buffer.concat([words32(0x10000), words(2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)]);
}

function os2(): Buffer {
  const sizes = words(4, width, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0);
  const range = words(0x20, 0x22ff, ascent, descent, 0, ascent, -descent);
  return Buffer.concat([
    sizes,
    Buffer.alloc(10),
    words32(1, 0, 0, 0),
    Buffer.from('TEST'),
    words(0x40),
    range,
    words32(1, 0),
    words(500, top, 0, 0x20, 1),
  ]);
}

function name(): Buffer {
  return words(0, 0, 6);
}

function post(): Buffer {
  return Buffer.concat([words32(0x30000, 0), words(-100, 50), words32(0, 0, 0, 0, 0)]);
}

function withDirectory(tables: Record<string, Buffer>): Buffer {
  const entries = Object.entries(tables);
  let offset = 12 + entries.length * 16;
  const directory: Buffer[] = [
    Buffer.concat([words32(0x10000), words(entries.length, 128, 3, entries.length * 16 - 128)]),
  ];
  const contents: Buffer[] = [];
  for (const [tag, table] of entries) {
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    directory.push(Buffer.concat([Buffer.from(tag), words32(checksum(padded), offset, table.length)]));
    contents.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([...directory, ...contents]);
}

function checksum(table: Buffer): number {
  let sum = 0;
  for (let at = 0; at < table.length; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  return sum;
}

function words(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => buffer.writeUInt16BE(value & 0xffff, index * 2));
  return buffer;
}

function words32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeUInt32BE(value, index * 4));
  return buffer;
}
