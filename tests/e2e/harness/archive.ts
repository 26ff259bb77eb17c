import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

/**
 * A folder as a zip file without compression. Firefox installs for good only from a zip, and Node has none;
 * the format is PKWARE's APPNOTE 4.3: each file after its local header, then the directory, then its end.
 */
export function archive(folder: string): Buffer {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const contents: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const name = Buffer.from(relative(folder, path).split(sep).join('/'));
    const data = readFileSync(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(10, 0); // version 1.0 can read it; flags, method and time stay 0
    common.writeUInt16LE(0x21, 8); // 1 January 1980, the first day of zip
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    contents.push(Buffer.from('PK\x03\x04'), common, name, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x0a\x00'), common, rest, name);
    offset += 30 + name.length + data.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(index.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...contents, index, Buffer.from('PK\x05\x06'), end]);
}

/** Writes what is in a zip file into a folder. The directory at the end says where each file begins. */
export function unpack(zip: Buffer, folder: string): void {
  const end = zip.lastIndexOf('PK\x05\x06');
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const name = zip.toString('utf8', entry + 46, entry + 46 + zip.readUInt16LE(entry + 28));
    const local = zip.readUInt32LE(entry + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(begin, begin + zip.readUInt32LE(entry + 20));
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, zip.readUInt16LE(entry + 10) === 0 ? data : inflateRawSync(data));
    entry += 46 + [28, 30, 32].reduce((sum, at) => sum + zip.readUInt16LE(entry + at), 0);
  }
}
