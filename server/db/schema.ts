import type { ColumnType, Generated } from 'kysely';
import type { RowKind } from '#shared/sync/rows.ts';

/** JSON goes to the database as text (`sql-json.ts`) and comes back as the driver parsed it. */
type Json = ColumnType<unknown, string | null, string | null>;

/** Tables of the central server. Instants are UTC ms; versions, counters and instants are `bigint`, read as numbers. */
export interface Tables {
  meta: { key: string; value: string };
  space: { id: string; version: number; chain_no: number; chain_head: string };
  stored_row: {
    kind: RowKind;
    id: string;
    space: string;
    version: number;
    doc: Json;
    deleted: Generated<boolean>;
  };
  /**
   * Beside each ticket, what windows are decided by. `entered`, `woken`: versions of its space. `ended_at`: the last activity
   * of a ticket that is over, else 2^53 - 1. `words`: what a ticket that is over is found by.
   */
  ticket_span: {
    id: string;
    space: string;
    entered: number;
    woken: Generated<number>;
    reported_at: number;
    ended_at: number;
    words: string | null;
  };
  journal_chain: { space: string; no: number; journal_id: string; hash: string };
  account: {
    user_id: string;
    username: string;
    password_hash: string;
    must_change: boolean;
    created_at: number;
    changed_at: number;
  };
  device: {
    id: string;
    code: string;
    ordinal: number;
    user_id: string;
    name: string;
    last_mutation_id: Generated<number>;
    last_seen_server_time: number;
    enrolled_at: number;
    revoked: Generated<boolean>;
  };
  /** Devices that may exchange by file. `request` is the header of the newest file that was taken in. */
  courier_device: {
    device_id: string;
    public_key: string;
    registered_at: number;
    request_number: Generated<number>;
    request: Json;
    answer_number: Generated<number>;
  };
  session: {
    id: string;
    device_id: string;
    user_id: string;
    generation: Generated<number>;
    refresh_hash: string;
    previous_refresh_hash: string | null;
    created_at: number;
    used_at: number;
  };
  access_token: { hash: string; session_id: string; generation: number; expires_at: number };
  login_failure: { key: string; id: string; at: number };
  mutation: {
    device_id: string;
    mutation_id: number;
    name: string;
    hash: string;
    user_id: string;
    occurred_at: number;
    received_at: number;
    outcome: Json;
  };
  /** Steps and limits of tickets that the server has dealt with, each once for all. */
  told: { ticket: string; key: string; at: number };
  /** Mails to be sent and, for a while, those sent. `ticket` is null for a summary of several. */
  mail: {
    id: string;
    recipient: string;
    ticket: string | null;
    key: string;
    subject: string;
    body_text: string;
    body_html: string;
    created_at: number;
    attempts: Generated<number>;
    /** Null: nothing more to do (sent, or given up). */
    next_attempt_at: number | null;
    sent_at: number | null;
  };
}
