/** Longer sides than this are offered scaled down: a photo of a printer need not be a poster. */
const longestSide = 2000;
/** A picture with more pixels than this is not unpacked: a small file may claim to be one of gigabytes. */
const mostPixels = 120_000_000;
const quality = 0.86;

const pictureTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

export function isPicture(type: string): boolean {
  return pictureTypes.includes(type);
}

function canvasOf(picture: ImageBitmap, longest: number): HTMLCanvasElement {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/**
 * The picture written anew from its pixels: where it was taken, by which device and when is left out, and whatever else
 * hid in the file. Pictures of more than 2,000 pixels are scaled down where wanted. Null where it is no picture.
 */
export async function cleanPicture(
  file: Blob,
  type: string,
  isScaledDown: boolean,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const picture = await createImageBitmap(file);
    try {
      if (picture.width * picture.height > mostPixels) return null;
      const canvas = canvasOf(picture, isScaledDown ? longestSide : Number.POSITIVE_INFINITY);
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
      // A browser that cannot write the type writes PNG instead.
      if (blob === null || blob.type !== type) return null;
      return new Uint8Array(await blob.arrayBuffer());
    } finally {
      picture.close();
    }
  } catch {
    return null;
  }
}

/** Draws the picture into the canvas, at most `longest` pixels long; false where it is none. */
export async function drawPicture(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  canvas: HTMLCanvasElement,
  longest: number,
): Promise<boolean> {
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    try {
      const drawn = canvasOf(picture, longest);
      canvas.width = drawn.width;
      canvas.height = drawn.height;
      canvas.getContext('2d')?.drawImage(drawn, 0, 0);
      return true;
    } finally {
      picture.close();
    }
  } catch {
    return false;
  }
}
