import type { ParseAddress } from '#shared/web/link-rules.ts';

/** The platform's URL parser in the shape the link rules want. */
export const parseAddress: ParseAddress = (text) => URL.parse(text) ?? undefined;
