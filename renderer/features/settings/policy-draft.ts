import { z } from 'zod';
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import type { Fault } from './fault.ts';
import { packFormOf, packFormSchema } from './pack-form.ts';
import { packJsonOf } from './pack-json.ts';

/** A version of a pack that is being written; kept on this device until it is published or thrown away. */
export const policyDraftSchema = z.object({
  name: z.string(),
  /** The newest published version its writer saw; 0 for a pack of a new name. */
  base: z.int().min(0),
  /** Name of the pack a new one was copied from. */
  copiedFrom: z.string().nullable(),
  form: packFormSchema,
  /** The file as typed, while it differs from what the fields say; null else. */
  text: z.string().nullable(),
  note: z.string(),
  /** `YYYY-MM-DD` from which the version holds for new reports; empty: from its publication. */
  from: z.string(),
});
export type PolicyDraft = z.infer<typeof policyDraftSchema>;

/** Drafts of packs are kept under this and the pack's name. */
export const policyDraftPrefix = 'settings/policy/';
export const policyDraftKey = (name: string): string => `${policyDraftPrefix}${name}`;

/** A draft of the next version of a pack. */
export function draftOfNext(pack: PolicyPack): PolicyDraft {
  return {
    name: pack.name,
    base: pack.version,
    copiedFrom: null,
    form: packFormOf(pack),
    text: null,
    note: '',
    from: '',
  };
}

/** A draft of a new pack that begins as another one's copy. */
export function draftOfCopy(pack: PolicyPack, name: string, title: string): PolicyDraft {
  return { ...draftOfNext({ ...pack, title }), name, base: 0, copiedFrom: pack.name };
}

export interface CheckedDraft {
  /** Null while something stands against it. */
  readonly pack: PolicyPack | null;
  readonly faults: readonly Fault[];
}

function checkJson(json: unknown): CheckedDraft {
  const read = readPolicyPack(json);
  return read.ok ? { pack: read.value, faults: [] } : { pack: null, faults: read.error.issues };
}

/** A file's text as a pack; its name and version give way to the draft's own. */
function checkText(text: string, name: string, version: number): CheckedDraft {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : '';
    return { pack: null, faults: [{ path: '', code: 'not_json', message }] };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { pack: null, faults: [{ path: '', code: 'not_a_pack', message: '' }] };
  return checkJson({ ...json, name, version });
}

/** The pack a draft would publish, or what stands against it. */
export function checkDraft(draft: PolicyDraft): CheckedDraft {
  const version = draft.base + 1;
  return draft.text === null
    ? checkJson(packJsonOf(draft.form, draft.name, version))
    : checkText(draft.text, draft.name, version);
}

/** The draft's file as it would be saved. */
export function textOfDraft(draft: PolicyDraft): string {
  return draft.text ?? `${JSON.stringify(packJsonOf(draft.form, draft.name, draft.base + 1), null, 2)}\n`;
}

/** The draft with another text of its file: the fields follow as soon as the text is a sound pack. */
export function withText(draft: PolicyDraft, text: string): PolicyDraft {
  const { pack } = checkText(text, draft.name, draft.base + 1);
  return pack === null ? { ...draft, text } : { ...draft, text, form: packFormOf(pack) };
}

/** A sound text is what the fields say already: it is let go of when its tab is left. */
export function withoutSoundText(draft: PolicyDraft): PolicyDraft {
  return draft.text !== null && checkDraft(draft).pack !== null ? { ...draft, text: null } : draft;
}
