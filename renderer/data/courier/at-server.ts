import type { z } from 'zod';
import { err, ok, type Result } from '#shared/domain/result.ts';
import {
  type announceFileSchema,
  sentFileSchema,
  type TakenFile,
  type takeFileSchema,
  takenFileSchema,
} from '#shared/sync/courier-upload.ts';
import { maxPieceBytes, offsetHeader, pieceMediaType } from '#shared/sync/files.ts';
import { protocolVersion } from '#shared/sync/protocol.ts';
import type { Access, SignedOut } from '../sync/access.ts';
import { type CallFailure, readFailure } from '../sync/api.ts';
import type { SyncPorts } from '../sync/ports.ts';
import type { AtServerFailure, CourierAtServer } from './contract.ts';

const pieceTimeoutMs = 90_000;
/** A file of 20,000 mutations is taken in as a whole. */
const takeTimeoutMs = 900_000;
/** So often a piece is sent again before the person is asked to. */
const mostTries = 4;

interface Deps {
  readonly ports: Pick<SyncPorts, 'fetch' | 'deviceNow'>;
  readonly access: Pick<Access, 'call'>;
}

/** The routes by which an administrator brings a device's file to the running server. */
export function createCourierAtServer({ ports, access }: Deps): CourierAtServer {
  const ask = async <S extends z.ZodType>(
    path: string,
    init: RequestInit,
    schema: S,
    timeoutMs: number,
  ): Promise<Result<z.infer<S>, AtServerFailure>> => {
    const answer = await access.call(async (token): Promise<Result<z.infer<S>, CallFailure>> => {
      try {
        const headers = { ...init.headers, authorization: `Bearer ${token}` };
        const response = await ports.fetch(`/api/v1/admin/courier${path}`, { ...init, headers }, timeoutMs);
        if (!response.ok) return err(await readFailure(ports, response));
        const parsed = schema.safeParse(await response.json());
        return parsed.success ? ok(parsed.data) : err({ kind: 'offline' });
      } catch {
        return err({ kind: 'offline' });
      }
    });
    return answer.ok ? answer : err(failureOf(answer.error));
  };
  const json = (body: object): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ protocol: protocolVersion, ...body }),
  });

  return {
    async send(file, onProgress) {
      const announced: Omit<z.input<typeof announceFileSchema>, 'protocol'> = { size: file.size };
      const begun = await ask('', json(announced), sentFileSchema, pieceTimeoutMs);
      if (!begun.ok) return begun;
      const { id } = begun.value;
      let tries = 0;
      for (let offset = 0; offset < file.size; ) {
        onProgress(offset);
        const bytes = await file.slice(offset, offset + maxPieceBytes).arrayBuffer();
        const headers = { 'content-type': pieceMediaType, [offsetHeader]: String(offset) };
        const sent = await ask(
          `/${id}`,
          { method: 'PATCH', headers, body: bytes },
          sentFileSchema,
          pieceTimeoutMs,
        );
        tries = sent.ok && sent.value.offset > offset ? 0 : tries + 1;
        if (!sent.ok && (sent.error !== 'offline' || tries >= mostTries)) return sent;
        if (sent.ok) offset = sent.value.offset;
        if (tries >= mostTries) return err('server');
      }
      onProgress(file.size);
      return ok(id);
    },
    take: (id, passphrase): Promise<Result<TakenFile, AtServerFailure>> => {
      const body: Omit<z.input<typeof takeFileSchema>, 'protocol'> = { passphrase };
      return ask(`/${id}/take`, json(body), takenFileSchema, takeTimeoutMs);
    },
    async answer(id, part) {
      const answer = await access.call(async (token): Promise<Result<Blob, CallFailure>> => {
        try {
          const headers = { authorization: `Bearer ${token}` };
          const path = `/api/v1/admin/courier/${id}/answers/${part}`;
          const response = await ports.fetch(path, { headers }, takeTimeoutMs);
          return response.ok ? ok(await response.blob()) : err(await readFailure(ports, response));
        } catch {
          return err({ kind: 'offline' });
        }
      });
      return answer.ok ? answer : err(failureOf(answer.error));
    },
  };
}

function failureOf(failure: CallFailure | SignedOut): AtServerFailure {
  if (failure.kind !== 'coded') return failure.kind;
  if (failure.code === 'forbidden' || failure.code === 'too_large' || failure.code === 'not_found')
    return failure.code;
  return 'server';
}
