import sharp from 'sharp';

/** So many points wide and high are the tiles that are compared. */
const tile = 16;

/**
 * How far two pictures are apart: the mean difference of a colour, 0 to 255, in the tile where it is greatest. A mark that
 * is missing counts as much in a large picture as in a small one, and edges that are drawn a little softer count little.
 */
export async function apart(one: Buffer, other: Buffer): Promise<number> {
  const [left, right] = await Promise.all([points(one), points(other)]);
  const { width, height } = left;
  // Where the sizes differ, something has moved.
  if (width !== right.width || height !== right.height) return 255;
  const across = Math.ceil(width / tile);
  const sums = new Float64Array(across * Math.ceil(height / tile));
  for (let at = 0; at < left.data.length; at += 1) {
    const point = Math.floor(at / 3);
    const place = Math.floor(point / width / tile) * across + Math.floor((point % width) / tile);
    sums[place] = (sums[place] ?? 0) + Math.abs((left.data[at] ?? 0) - (right.data[at] ?? 0));
  }
  return Math.max(...sums) / (tile * tile * 3);
}

async function points(picture: Buffer) {
  const { data, info } = await sharp(picture)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
