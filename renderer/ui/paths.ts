/** Addresses of the app, as given to links and navigation. Ids are escaped, because they may hold a slash. */
export const paths = {
  tickets: '/tiket',
  ticket: (id: string) => `/tiket/${encodeURIComponent(id)}`,
  newTicket: '/formulir/frm-002',
  newReport: '/formulir/frm-001',
  ticketForm: (id: string) => `/tiket/${encodeURIComponent(id)}/frm-002`,
  escalation: (id: string) => `/tiket/${encodeURIComponent(id)}/eskalasi`,
  tasks: '/tugas',
  review: '/tinjau',
  forms: '/formulir',
  recap: '/rekap',
  printTicket: (id: string) => `/cetak/tiket/${encodeURIComponent(id)}`,
} as const;
