import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Result } from '#shared/domain/result.ts';
import { useDraft } from '../../data/use-draft.ts';
import { emptyDraft, readDraft, type TypedDraft, withTyped } from './draft-shape.ts';
import { type PlanFailure, savedOrFailed } from './plan.ts';
import type { Problem } from './problem.ts';

/** What a form needs to be told: where its draft is kept, what stands in it, how it is checked and saved. */
interface FormRecipe<V extends object, C, D> {
  readonly draftKey: string;
  readonly shape: Readonly<Record<keyof V & string, z.ZodType>>;
  /** What stands in the fields nobody typed into; may change while the form is open. */
  readonly present: V;
  readonly pinned?: readonly (keyof V)[];
  check(values: V): Result<C, readonly Problem<keyof V & string>[]>;
  /** Saves what was checked; `shown` are the values as the writer saw them before typing. */
  save(checked: C, values: V, shown: V): Promise<Result<D, PlanFailure>>;
  /** Called after everything is on the device and the draft is gone. */
  onDone?(value: D): void;
}

/** A form being filled in. `done` is set only when everything is on the device. */
export interface OfficialForm<V, D = unknown> {
  readonly values: V;
  patch(values: Partial<V>): void;
  readonly problems: readonly Problem<keyof V & string>[];
  readonly failure: PlanFailure | null;
  readonly saving: boolean;
  readonly done: D | null;
  readonly isTyped: boolean;
  readonly isRestored: boolean;
  readonly ready: boolean;
  submit(): void;
  discard(): Promise<void>;
}

/** The id of a field's control, by which the error summary and the first mistake find it. */
export function fieldId(name: string): string {
  return `field-${name}`;
}

/** Brings a field into view and puts the cursor there; of a group, on the chosen or the first of its buttons. */
export function focusField(name: string | undefined): void {
  if (name === undefined) return;
  const element = document.getElementById(fieldId(name));
  const control = element?.matches('[role=radiogroup], fieldset')
    ? (element.querySelector<HTMLElement>('input:checked, input') ?? element)
    : element;
  // The summary on top stays in sight as long as the field fits below it.
  control?.closest('form')?.querySelector('[data-scrolls]')?.scrollTo({ top: 0 });
  control?.focus({ preventScroll: true });
  control?.scrollIntoView({ block: 'nearest' });
}

const nothingPinned: readonly never[] = [];

/**
 * The state of an official form: values over a draft that survives a crash, problems that follow the typing after the
 * first try, focus on the first mistake, and a refusal that keeps everything typed.
 */
export function useOfficialForm<V extends object, C, D>(recipe: FormRecipe<V, C, D>): OfficialForm<V, D> {
  const { shape, present, check, save, pinned = nothingPinned } = recipe;
  const draft = useDraft<TypedDraft<V>>(recipe.draftKey, emptyDraft);
  const kept = useMemo(() => readDraft<V>(shape, draft.value), [shape, draft.value]);
  const values: V = { ...present, ...kept.typed };
  const isTyped = Object.keys(kept.typed).length > 0;
  const [isTried, setTried] = useState(false);
  const [isRestored, setRestored] = useState(false);
  const [failure, setFailure] = useState<PlanFailure | null>(null);
  const [done, setDone] = useState<D | null>(null);
  const [saving, setSaving] = useState(false);
  // Two presses of Ctrl+Enter within one frame must not save twice: state alone would be too late.
  const isBusy = useRef(false);

  const wasReady = useRef(false);
  useEffect(() => {
    if (!draft.ready || wasReady.current) return;
    wasReady.current = true;
    setRestored(isTyped);
  }, [draft.ready, isTyped]);

  const { set, clear } = draft;
  const patch = (changed: Partial<V>) => {
    setFailure(null);
    set(withTyped(kept, present, changed, pinned));
  };
  const discard = useCallback(async () => {
    setRestored(false);
    setTried(false);
    setFailure(null);
    await clear();
  }, [clear]);

  const found = isTried ? check(values) : null;
  const problems = found === null || found.ok ? [] : found.error;

  const submit = () => {
    if (isBusy.current || !draft.ready) return;
    setTried(true);
    const checked = check(values);
    if (!checked.ok) {
      // The error texts are drawn first, so that a screen reader hears them with the field.
      requestAnimationFrame(() => focusField(checked.error[0]?.field));
      return;
    }
    isBusy.current = true;
    setSaving(true);
    savedOrFailed(() => save(checked.value, values, { ...present, ...kept.seen }))
      .then(async (saved) => {
        if (!saved.ok) return setFailure(saved.error);
        setFailure(null);
        setTried(false);
        setRestored(false);
        // Saved is saved: a draft that cannot be deleted now is offered again, and must not look like a failure.
        await clear().catch(() => undefined);
        setDone(() => saved.value);
        recipe.onDone?.(saved.value);
      })
      .finally(() => {
        isBusy.current = false;
        setSaving(false);
      });
  };

  return {
    values,
    patch,
    problems,
    failure,
    saving,
    done,
    isTyped,
    isRestored,
    ready: draft.ready,
    submit,
    discard,
  };
}
