import { crc32, deflateSync } from 'node:zlib';

/** Edge of the picture in pixels: sharp at twice the usual size of icons beside the clock. */
const edge = 32;
const corner = 6;
const cell = 4;

type Colour = readonly [red: number, green: number, blue: number, alpha: number];
const nothing: Colour = [0, 0, 0, 0];
const white: Colour = [255, 255, 255, 255];
const calm: Colour = [23, 50, 79, 255];
const warning: Colour = [166, 98, 0, 255];
const alarm: Colour = [176, 32, 32, 255];

/** Three columns, five rows; a row is three bits. */
const digits: readonly (readonly number[])[] = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 7, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 2, 2, 2],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
];
/** The T of the app's name, as the icon has it. */
const letter = [7, 2, 2, 2, 2];

/** True outside the rounded corners. */
function isCutOff(x: number, y: number): boolean {
  const near = (at: number) => Math.max(corner - at - 0.5, at + 0.5 - (edge - corner), 0);
  return Math.hypot(near(x), near(y)) > corner;
}

/** Glyphs as the picture shows them: up to 99, above that 99. */
function glyphsOf(count: number): readonly (readonly number[])[] {
  if (count === 0) return [letter];
  return [...String(Math.min(count, 99))].map((digit) => digits[Number(digit)] ?? letter);
}

function isInk(x: number, y: number, glyphs: readonly (readonly number[])[]): boolean {
  const width = (glyphs.length * 4 - 1) * cell;
  const column = Math.floor((x - (edge - width) / 2) / cell);
  const row = Math.floor((y - (edge - 5 * cell) / 2) / cell);
  const bits = glyphs[Math.floor(column / 4)]?.[row] ?? 0;
  return column >= 0 && ((bits >> (2 - (column % 4))) & 1) === 1;
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/**
 * The picture beside the computer's clock, as PNG: how many deadlines are late (red), else how many approach (amber), else
 * the app's letter.
 */
export function trayPicture({ late, approaching }: { late: number; approaching: number }): Buffer {
  const ground = late > 0 ? alarm : approaching > 0 ? warning : calm;
  const glyphs = glyphsOf(late > 0 ? late : approaching);
  const rows: number[] = [];
  for (let y = 0; y < edge; y += 1) {
    // Each row begins with the number of its filter: none.
    rows.push(0);
    for (let x = 0; x < edge; x += 1)
      rows.push(...(isCutOff(x, y) ? nothing : isInk(x, y, glyphs) ? white : ground));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(edge, 0);
  head.writeUInt32BE(edge, 4);
  // Eight bits each of red, green, blue and alpha.
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.from(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
