import type { TargetStatus } from '#shared/sla/evaluate.ts';
import { useOfficeFormat } from './office-format.ts';

/** The words of a target's state alone: `2 j 14 m lagi`, `lewat 35 m`, `berhenti (menunggu pelapor)`, `terpenuhi`. */
export function DurationText({ status }: { readonly status: TargetStatus }) {
  return useOfficeFormat().sla(status);
}
