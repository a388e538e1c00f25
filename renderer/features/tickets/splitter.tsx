import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { clampWidth, narrowest, useListState, widest } from './list-state.ts';
import classes from './splitter.module.css';

const step = 24;

/** The bar between list and ticket: drag it, or move it with the arrow keys. */
export function Splitter() {
  const { t } = useTranslation('tickets');
  const { listWidth, setListWidth } = useListState();
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    const bar = event.currentTarget;
    const startX = event.clientX;
    bar.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) =>
      setListWidth(clampWidth(listWidth + moved.clientX - startX));
    const end = () => bar.removeEventListener('pointermove', move);
    bar.addEventListener('pointermove', move);
    bar.addEventListener('pointerup', end, { once: true });
    bar.addEventListener('pointercancel', end, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -step : event.key === 'ArrowRight' ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    setListWidth(listWidth + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved is a control, which <hr> is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t('splitterLabel')}
      aria-valuemin={narrowest}
      aria-valuemax={widest}
      aria-valuenow={listWidth}
      tabIndex={0}
      className={classes.bar}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
