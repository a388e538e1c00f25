import { IconFile, IconFileText, IconPhoto } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Attachment } from '#shared/files/attachment.ts';
import { useDesk } from '../../data/react.ts';
import classes from './files.module.css';
import { drawPicture, isPicture } from './picture.ts';

interface ThumbnailProps {
  readonly file: Pick<Attachment, 'sha256' | 'type' | 'name'>;
  /** The device holds the whole file. */
  readonly isHere: boolean;
  /** Length of the longer side, in pixels. */
  readonly longest: number;
}

/** A picture drawn from its pixels, never handed to the browser as a file; any other file is a sign. */
export function Thumbnail({ file, isHere, longest }: ThumbnailProps) {
  const { files } = useDesk();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  const { sha256, type } = file;
  const mayDraw = isHere && isPicture(type);
  useEffect(() => {
    setDrawn(false);
    if (!mayDraw) return;
    let isCurrent = true;
    void files.bytes(sha256).then(async (bytes) => {
      const at = canvas.current;
      if (!isCurrent || bytes === undefined || at === null) return;
      const drawn = await drawPicture(bytes, type, at, longest);
      if (isCurrent) setDrawn(drawn);
    });
    return () => {
      isCurrent = false;
    };
  }, [files, sha256, type, mayDraw, longest]);
  const Sign = isPicture(type) ? IconPhoto : type === 'text/plain' ? IconFileText : IconFile;
  return (
    <>
      {!isDrawn && <Sign size={22} stroke={1.5} aria-hidden />}
      <canvas ref={canvas} className={classes.picture} hidden={!isDrawn} role="img" aria-label={file.name} />
    </>
  );
}
