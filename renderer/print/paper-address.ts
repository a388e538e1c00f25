/** What a paper's address asks for. */
export type PaperAddress =
  | { readonly paper: 'frm-001' | 'frm-002' | 'ticket'; readonly ticketId: string }
  | { readonly paper: 'frm-006'; readonly ticketId: string; readonly order: number }
  | { readonly paper: 'recap'; readonly month: string; readonly opd: string | null };

/** Reads the address behind `/cetak`; null where there is no such paper. Parts are escaped, because ids may hold a slash. */
export function readPaperAddress(path: string): PaperAddress | null {
  const parts = path.replace(/^\/?cetak\//, '').split('/');
  const [kind = '', first = '', second = ''] = parts.map(decode);
  if (first === '') return null;
  switch (kind) {
    case 'frm-001':
    case 'frm-002':
      return { paper: kind, ticketId: first };
    case 'tiket':
      return { paper: 'ticket', ticketId: first };
    case 'frm-006': {
      const order = /^[1-9]\d{0,3}$/.test(second) ? Number(second) : 1;
      return { paper: 'frm-006', ticketId: first, order };
    }
    case 'rekap':
      return { paper: 'recap', month: first, opd: second === '' ? null : second };
    default:
      return null;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
