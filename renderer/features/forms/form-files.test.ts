import { expect, it } from 'vitest';
import type { DeskStore } from '../../data/contract.ts';
import { attachChosen } from './form-files.tsx';

/** A device that can write no more. */
const full = (): Promise<never> => Promise.reject(new DOMException('full', 'QuotaExceededError'));

it('what cannot be attached to a ticket just recorded is told by name, and never makes the form look unsaved', async () => {
  const files = {
    chosen: [{ name: 'foto.png', bytes: new Uint8Array(1) }],
    set: () => undefined,
    clear: full,
  };
  const desk = { files: { add: full } as Partial<DeskStore['files']> as DeskStore['files'] };
  expect(await attachChosen(desk, files, 'tiket-1', 'tiket-1/f.frm-001')).toMatchObject([
    { name: 'foto.png', failure: { kind: 'storage', cause: 'quota' } },
  ]);
});
