import type { Category, Level, TicketKind, TicketState } from '#shared/domain/codes.ts';
import type { JournalEntry } from '#shared/domain/journal.ts';
import type { Opd, User } from '#shared/domain/reference.ts';
import type { Result } from '#shared/domain/result.ts';
import type { Ticket } from '#shared/domain/ticket.ts';
import type { FormRecord } from '#shared/forms/form.ts';
import type { MutationArgs, MutationName } from '#shared/mutations/registry.ts';
import type { TargetStatus } from '#shared/sla/evaluate.ts';
import type { PolicyPack } from '#shared/sla/pack.ts';
import type { CompiledPolicy } from '#shared/sla/policy.ts';
import type { PolicyLookup } from '#shared/sla/policy-shelf.ts';
import type { CalendarRow, PolicyRow } from '#shared/sla/published.ts';
import type { PublishCalendar, PublishPolicy, SetOffice } from '#shared/sync/admin.ts';
import type { CourierService } from './courier/contract.ts';
import type { FileBox } from './files/contract.ts';
import type { DeskGuard, PasswordFailure } from './guard/contract.ts';
import type { MutateFailure } from './mutate-failure.ts';
import type { OlderTickets } from './older/contract.ts';
import type { OpenClocks } from './open-clock.ts';
import type { RescueDesk, RescueIntake } from './rescue/contract.ts';
import type { ReviewList } from './review-contract.ts';
import type { DeskTrouble, StorageWatch } from './storage-status.ts';

export type { DeskDemand, DeskGuard, PasswordFailure, PasswordFault } from './guard/contract.ts';
export type { MutateFailure } from './mutate-failure.ts';
export type { OpenClock } from './open-clock.ts';
export type { ReviewItem, ReviewList } from './review-contract.ts';
export type { DeskTrouble, RecoveryReport, StorageStatus, StorageWatch } from './storage-status.ts';

/** What the screens know of the data layer. The store is opened once per signed-in user and profile. */
export interface DeskStore {
  readonly me: User;
  readonly device: { readonly id: string; readonly code: string };
  /**
   * Applies a mutation on this device and appends it to the outbox in one strict transaction. Resolves only when it is
   * on the disk ("Tersimpan di perangkat"); a refusal or a full disk changes nothing.
   */
  mutate<N extends MutationName>(
    name: N,
    args: MutationArgs<N>,
  ): Promise<Result<{ mutationId: number }, MutateFailure>>;
  /** The next ticket number of this device for office and office-local month; taken for good when a ticket is registered. */
  nextTicketNumber(kind: TicketKind, opd: string): Promise<string>;
  newId(): string;
  /** Corrected present instant, UTC ms: device clock plus the learnt offset to the server. */
  now(): number;
  ticket(id: string): Promise<Ticket | undefined>;
  ticketByNumber(number: string): Promise<Ticket | undefined>;
  journal(ticketId: string): Promise<JournalEntry[]>;
  forms(ticketId: string): Promise<FormRecord[]>;
  /** Calls back when a row of the ticket changes, by this window, another one, or a pull. Returns "stop listening". */
  watchTicket(id: string, changed: () => void): () => void;
  /** Per ticket of this device: work waiting to be sent. */
  pendingCount(ticketId: string): Promise<number>;
  /** All tickets a recap of the period needs: reported in it, open when it began, or taken up again in it. Off the paint path. */
  ticketsForPeriod(from: number, to: number): Promise<Ticket[]>;
  readonly reference: ReferenceData;
  readonly index: TicketIndex;
  readonly sync: SyncMonitor;
  readonly review: ReviewList;
  readonly drafts: DraftStore;
  readonly files: FileBox;
  readonly admin: AdminService;
  /** Exchange by file, where there is no line. */
  readonly courier: CourierService;
  /** Tickets from before the device's window. */
  readonly older: OlderTickets;
  readonly storage: StorageWatch;
  /** Work that was rescued from another device of this user. */
  readonly rescue: RescueIntake;
  /** Ends the store; unsent work stays on the device. */
  close(): Promise<void>;
}

/** Offices, users and policies: small, kept in memory, kept up to date by pulls. */
export interface ReferenceData {
  opds(): readonly Opd[];
  opd(code: string): Opd | undefined;
  users(): readonly User[];
  user(id: string): User | undefined;
  /** The pack by name: the wanted version or the newest; with an office's code it knows the days off of that office. */
  readonly policy: PolicyLookup;
  /** The pack a ticket's clocks run by: its version, with the days off of its office. */
  policyOf(ticket: Pick<Ticket, 'policy' | 'opd'>): CompiledPolicy | undefined;
  /** Every version that is known, by name and then newest first; shipped ones have no publication. */
  policies(): readonly { readonly pack: PolicyPack; readonly row: PolicyRow | null }[];
  /** Every revision of the days off, oldest first. */
  calendars(): readonly CalendarRow[];
  subscribe(listener: () => void): () => void;
  /** Grows with every change; for useSyncExternalStore. */
  version(): number;
}

export type SavedFilter = 'all' | 'open' | 'mine' | 'unassigned' | 'approaching' | 'late';
export type SortColumn =
  | 'number'
  | 'title'
  | 'client'
  | 'opd'
  | 'category'
  | 'priority'
  | 'state'
  | 'assignee'
  | 'reportedAt'
  | 'due';

export interface TicketQuery {
  readonly saved: SavedFilter;
  readonly text: string;
  readonly states: readonly TicketState[];
  readonly categories: readonly Category[];
  readonly priorities: readonly number[];
  readonly opds: readonly string[];
  readonly kinds: readonly TicketKind[];
  readonly assignee: string | null;
  readonly sort: { readonly column: SortColumn; readonly descending: boolean };
}

export interface ListRow {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly clientName: string;
  readonly opd: string;
  readonly category: Category;
  readonly kind: TicketKind;
  readonly priority: number | null;
  readonly urgency: Level | null;
  readonly state: TicketState;
  readonly assignee: string | null;
  readonly reportedAt: number;
  /** The target to watch now: response while it runs, else resolution; null where no target applies. */
  readonly sla: TargetStatus | null;
}

/** Compact in-memory index of all tickets: filter, sort and search never read the database. */
export interface TicketIndex extends OpenClocks {
  readonly size: number;
  /** False until everything stored has been read. */
  readonly complete: boolean;
  version(): number;
  subscribe(listener: () => void): () => void;
  /** Slots of the matching tickets in order. The same query at the same version returns the same array. */
  query(query: TicketQuery): Uint32Array;
  row(slot: number): ListRow;
  counts(): Readonly<Record<SavedFilter, number>>;
  /** Wakes when a shown SLA state changes; the one ticker of the window drives it. */
  tick(now: number): void;
}

/** What administrators publish; needs the server, and says so plainly where it cannot be reached. */
export interface AdminService {
  publishPolicy(wanted: PublishPolicy): Promise<Result<PolicyRow, AdminFailure>>;
  publishCalendar(wanted: PublishCalendar): Promise<Result<CalendarRow, AdminFailure>>;
  setOffice(wanted: SetOffice): Promise<Result<Opd, AdminFailure>>;
}
export type AdminFailure =
  /** The server cannot be reached; what was typed stays in the draft. */
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'forbidden' }
  /** Somebody published in between. */
  | { readonly kind: 'version_changed'; readonly present: number }
  | { readonly kind: 'bad_request'; readonly field: string }
  | { readonly kind: 'server' };

export type SyncPhase =
  | 'idle'
  | 'pushing'
  | 'pulling'
  | 'first_pull'
  | 'offline'
  | 'signed_out'
  | 'too_old'
  | 'server_too_old';
export interface SyncStatus {
  readonly online: boolean;
  readonly phase: SyncPhase;
  /** Mutations waiting to be sent. */
  readonly pending: number;
  /** Refused or overwritten, not yet looked at. */
  readonly toReview: number;
  /** UTC ms of the last complete exchange, null where none yet. */
  readonly lastSyncAt: number | null;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly clockOffsetMs: number;
  /** Free text for the tooltip, a stable code; null when all is well. */
  readonly problem: string | null;
}
export interface SyncMonitor {
  status(): SyncStatus;
  subscribe(listener: () => void): () => void;
  /** Asks the worker to exchange now ("Sinkronkan sekarang"). */
  syncNow(): void;
}

/** Drafts of forms and replies; every keystroke (debounced ≤ 300 ms) survives a crash. */
export interface DraftStore {
  load(key: string): Promise<unknown>;
  save(key: string, value: unknown): Promise<void>;
  clear(key: string): Promise<void>;
  list(): Promise<readonly { readonly key: string; readonly savedAt: number }[]>;
}

/** Signing in and out; the device remembers its user, so that work goes on without a server. */
export interface SessionService {
  /** The user who last worked on this device, restored without a network; null asks for log-in. */
  restore(): Promise<DeskStore | null>;
  /** `offline` when the server cannot be reached and this user never signed in here. */
  signIn(username: string, password: string): Promise<Result<DeskStore, SignInFailure>>;
  /** Refuses with the count of unsent mutations unless `keepUnsent` says they may wait on the device. */
  signOut(keepUnsent: boolean): Promise<Result<void, { readonly unsent: number }>>;
  /** Why a known user of this install cannot simply go on; null where nothing is amiss. Asked where nobody is signed in. */
  trouble(): Promise<DeskTrouble | null>;
  /** Whether the desk of the signed-in user may be seen. */
  readonly guard: DeskGuard;
  /** Chooses a new password; needs the server, which ends the user's other sessions. */
  changePassword(present: string, next: string): Promise<Result<void, PasswordFailure>>;
  /** Unsent work of this device, for where nobody can sign in. */
  readonly rescue: RescueDesk;
  /** Throws an unreadable database away; unsent work stays in the journal. The page is to be loaded anew afterwards. */
  resetDatabase(): Promise<boolean>;
}

export type SignInFailure =
  | 'wrong_credentials'
  | 'account_disabled'
  | 'too_many_requests'
  | 'too_many_devices'
  | 'no_device_codes'
  | 'offline'
  | 'too_old'
  | 'server_too_old'
  | 'storage'
  | 'server';
