import type { Ticket } from '#shared/domain/ticket.ts';
import type { MutationArgs, MutationName } from '#shared/mutations/registry.ts';

export const dialogNames = [
  'wait',
  'resolve',
  'confirm',
  'close',
  'reopen',
  'cancel',
  'answer',
  'return',
] as const;
export type DialogName = (typeof dialogNames)[number];

/** What can be typed in a dialog. `text` is its main field. */
export interface DialogValues {
  readonly text: string;
  readonly second: string;
  readonly third: string;
}
export const noValues: DialogValues = { text: '', second: '', third: '' };

type Field = keyof DialogValues;
type Runner = <N extends MutationName>(name: N, args: MutationArgs<N>) => Promise<boolean>;

interface DialogPlan {
  readonly fields: readonly Field[];
  /** The main field must say something. */
  readonly isTextNeeded: boolean;
  /** What the dialog starts with where no draft is kept. */
  start?(ticket: Ticket): Partial<DialogValues>;
  submit(run: Runner, ticket: Ticket, values: DialogValues): Promise<boolean>;
}

/** Every status dialog: its fields and the mutation it makes. */
export const dialogPlans: Readonly<Record<DialogName, DialogPlan>> = {
  wait: {
    fields: ['text'],
    isTextNeeded: true,
    submit: (run, { id }, { text }) => run('ticket.move', { id, to: 'waiting', reason: text }),
  },
  resolve: {
    fields: ['text', 'second'],
    isTextNeeded: true,
    start: ({ cause, solution }) => ({ text: solution, second: cause }),
    submit: (run, { id }, { text, second }) => run('ticket.resolve', { id, solution: text, cause: second }),
  },
  confirm: { fields: [], isTextNeeded: false, submit: (run, { id }) => run('ticket.confirm', { id }) },
  close: {
    fields: ['text'],
    isTextNeeded: false,
    submit: (run, { id }, { text }) => run('ticket.close', { id, note: text }),
  },
  reopen: {
    fields: ['text'],
    isTextNeeded: true,
    submit: (run, { id }, { text }) => run('ticket.reopen', { id, reason: text }),
  },
  cancel: {
    fields: ['text'],
    isTextNeeded: true,
    submit: (run, { id }, { text }) => run('ticket.cancel', { id, reason: text }),
  },
  answer: {
    fields: ['third', 'second', 'text'],
    isTextNeeded: true,
    start: ({ cause }) => ({ second: cause }),
    submit: (run, { id, openEscalation }, { text, second, third }) =>
      openEscalation === null
        ? Promise.resolve(false)
        : run('escalation.answer', {
            id,
            formId: openEscalation,
            solution: text,
            cause: second,
            investigation: third,
          }),
  },
  return: {
    fields: ['text'],
    isTextNeeded: true,
    submit: (run, { id, openEscalation }, { text }) =>
      openEscalation === null
        ? Promise.resolve(false)
        : run('escalation.return', { id, formId: openEscalation, reason: text }),
  },
};
