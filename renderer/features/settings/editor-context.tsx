import { createContext, type ReactNode, useContext } from 'react';
import type { Fault } from './fault.ts';
import type { PackForm } from './pack-form.ts';
import { usePackWords } from './pack-words.ts';

/** What the fields of the editor need: the form, how to change it, and what stands against it. */
interface PackEditor {
  readonly form: PackForm;
  readonly faults: readonly Fault[];
  edit(change: Partial<PackForm>): void;
}

const EditorContext = createContext<PackEditor | null>(null);

export function PackEditorProvider(props: { readonly editor: PackEditor; readonly children: ReactNode }) {
  return <EditorContext value={props.editor}>{props.children}</EditorContext>;
}

/** The editor a field stands in. */
export function usePackEditor(): PackEditor {
  const editor = useContext(EditorContext);
  if (editor === null) throw new Error('This field needs a PackEditorProvider above it.');
  return editor;
}

/** Words with the labels as they are being written. */
export function useFormWords() {
  const { form } = usePackEditor();
  return usePackWords({
    levels: form.labels.levels,
    priorities: Object.fromEntries(form.labels.priorities.map(({ key, value }) => [key, value])),
  });
}

/** The list with one of its items changed. */
export function withItem<T>(list: readonly T[], at: number, change: Partial<T>): T[] {
  return list.map((item, index) => (index === at ? { ...item, ...change } : item));
}
