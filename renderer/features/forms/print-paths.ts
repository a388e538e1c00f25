import type { FormCode } from '#shared/domain/codes.ts';

/** Addresses of the papers, each shown without a frame. `order` counts the escalations of a ticket from 1. */
export const printPaths = {
  form: (code: Exclude<FormCode, 'FRM-006'>, ticketId: string) =>
    `/cetak/${code.toLowerCase()}/${encodeURIComponent(ticketId)}`,
  escalation: (ticketId: string, order: number) => `/cetak/frm-006/${encodeURIComponent(ticketId)}/${order}`,
} as const;
