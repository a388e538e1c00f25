import { z } from 'zod';
import { instant } from '../domain/codes.ts';
import { maxCourierBytes } from './courier.ts';

/**
 * A device's file taken in by the running server, for administrators: it is announced, sent up in pieces, taken in, and the
 * files of the answer are fetched. `docs/courier.md`.
 */

/** Longest passphrase of a file. */
export const maxPassphrase = 200;

/** POST /api/v1/admin/courier */
export const announceFileSchema = z.object({ protocol: z.int(), size: z.int().min(1) });
/** POST /api/v1/admin/courier/<id>/take */
export const takeFileSchema = z.object({
  protocol: z.int(),
  passphrase: z.string().min(1).max(maxPassphrase).nullable(),
});

/** How far the server has a file that is sent up; `offset` is where the next piece begins. */
export const sentFileSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  offset: z.int().min(0).max(maxCourierBytes),
  serverTime: instant,
});

/** Why a device's file is not taken in; nothing of it was used. Codes are never renamed. */
export const courierRefusal = z.enum([
  'not_courier',
  'damaged',
  'newer',
  'too_large',
  'passphrase_needed',
  'passphrase_wrong',
  'not_a_request',
  'foreign_server',
  'unknown_device',
  /** The device was revoked. */
  'unauthenticated',
  'account_disabled',
  'forbidden',
]);

const count = z.int().min(0);

/** What became of a device's file. A newer server may know reasons that this version has no words for. */
export const takenFileSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('refused'),
    refusal: z.string().pipe(courierRefusal.or(z.literal('unknown')).catch('unknown')),
    serverTime: instant,
  }),
  z.object({
    outcome: z.literal('taken'),
    name: z.string(),
    deviceCode: z.string(),
    file: z.int().min(1),
    mutations: count,
    refused: count,
    /** Numbers that do not join up, or that the server has with other content: the answer mends the device. */
    stopped: z.string().nullable(),
    attachments: z.object({ stored: count, refused: count, waiting: count, stopped: z.string().nullable() }),
    /** Files of the answer, in their order. */
    answer: z.array(z.object({ name: z.string().max(120), bytes: count })).max(1000),
    serverTime: instant,
  }),
]);
export type TakenFile = z.infer<typeof takenFileSchema>;
