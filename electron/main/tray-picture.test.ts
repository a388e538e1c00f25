import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { trayPicture } from './tray-picture.ts';

/** The pixels of a PNG as `trayPicture` writes it, as `r,g,b,a`; each chunk's checksum is verified. */
function pixelsOf(png: Buffer): string[][] {
  expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.subarray(0, 4).toString('latin1'), body.subarray(4));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
  const [width, height] = [
    chunks.get('IHDR')?.readUInt32BE(0) ?? 0,
    chunks.get('IHDR')?.readUInt32BE(4) ?? 0,
  ];
  const raw = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  expect(raw.length).toBe(height * (1 + width * 4));
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => {
      const from = y * (1 + width * 4) + 1 + x * 4;
      return [...raw.subarray(from, from + 4)].join(',');
    }),
  );
}

const white = '255,255,255,255';
/** The white cells of the picture, four pixels wide, as rows of marks. */
const inkOf = (png: Buffer) =>
  pixelsOf(png)
    .filter((_, y) => y >= 6 && y < 26 && (y - 6) % 4 === 0)
    .map((row) =>
      row
        .filter((_, x) => x % 2 === 0)
        .map((pixel) => (pixel === white ? '#' : ' '))
        .join('')
        .trimEnd(),
    );
const groundOf = (png: Buffer) => pixelsOf(png)[2]?.[16];

describe('picture beside the clock', () => {
  it('counts what is late, else what approaches, each in its colour', () => {
    const late = trayPicture({ late: 7, approaching: 3 });
    const near = trayPicture({ late: 0, approaching: 7 });
    const calm = trayPicture({ late: 0, approaching: 0 });
    expect(inkOf(late)).toEqual(inkOf(near));
    expect(new Set([late, near, calm].map(groundOf)).size).toBe(3);
    expect(inkOf(late)).toEqual(['     ######', '         ##', '       ##', '       ##', '       ##']);
    expect(inkOf(calm)).toEqual(['     ######', '       ##', '       ##', '       ##', '       ##']);
  });

  it('has room for two digits', () => {
    expect(inkOf(trayPicture({ late: 14, approaching: 0 }))).toEqual([
      '   ##    ##  ##',
      ' ####    ##  ##',
      '   ##    ######',
      '   ##        ##',
      ' ######      ##',
    ]);
    expect(trayPicture({ late: 1000, approaching: 0 })).toEqual(trayPicture({ late: 99, approaching: 0 }));
  });

  it('is round at its corners', () => {
    const pixels = pixelsOf(trayPicture({ late: 0, approaching: 0 }));
    for (const [y, x] of [
      [0, 0],
      [0, 31],
      [31, 0],
      [31, 31],
    ] as const)
      expect(pixels[y]?.[x]).toBe('0,0,0,0');
  });
});
