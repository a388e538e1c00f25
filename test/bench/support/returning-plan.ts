/** The morning after: so many offices whose devices were without the server overnight, and what each brings and finds. */
export interface Morning {
  readonly offices: number;
  readonly devicesPerOffice: number;
  readonly mutationsPerDevice: number;
  /** Replies written in each office overnight, each on a ticket of its own: two rows each. */
  readonly repliesPerOffice: number;
}

/** Five hundred devices with 40 mutations each and 500 rows to pull. */
export const eightOClock: Morning = {
  offices: 25,
  devicesPerOffice: 20,
  mutationsPerDevice: 40,
  repliesPerOffice: 250,
};

export function officeCode(office: number): string {
  return `KANTOR${String(office).padStart(2, '0')}`;
}

/** Id of an office's ticket; there are as many as replies overnight. */
export function officeTicketId(opd: string, at: number): string {
  return `bench-${opd}-${String(at).padStart(4, '0')}`;
}

/** A device as it was left: enrolled, signed in, with a cursor from before the night. */
export interface DevicePlan {
  readonly opd: string;
  readonly deviceId: string;
  readonly deviceCode: string;
  readonly refreshToken: string;
  readonly epoch: string;
  readonly versions: Readonly<Record<string, number>>;
  /** Version of the office's space once everybody's work is in. */
  readonly target: number;
  readonly origin: string;
  readonly mutations: number;
  readonly ticketsOfOffice: number;
  /** Wait before it reaches the server, ms. */
  readonly arrivesAfter: number;
}

/** What became of it. Instants are ms since the start of the fleet. */
export interface DeviceReport {
  readonly deviceId: string;
  readonly arrivedAt: number;
  /** Everything of its own acknowledged. */
  readonly pushedAt: number;
  /** First pulled to the end. */
  readonly caughtUpAt: number;
  /** Had everybody's work of its office. */
  readonly convergedAt: number;
  /** Times of the pushes that were answered with success, ms. */
  readonly pushMs: readonly number[];
  readonly pulls: number;
  /** Requests that were not answered with success. */
  readonly failures: number;
  readonly refused: number;
  /** Of what it holds: `digestOf`. */
  readonly digest: string;
}
