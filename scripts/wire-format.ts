// The shape of everything that travels, as hashes: test/frozen/wire-format.test.ts compares them with the accepted ones in
// shared/sync/wire-format.json. `node scripts/wire-format.ts --accept "<why this change needs no new version>"` accepts the
// present shape (after raising protocolVersion: "<what the new version brings>").
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { mutations } from '#shared/mutations/registry.ts';
import * as admin from '#shared/sync/admin.ts';
import { canonicalJson } from '#shared/sync/canonical-json.ts';
import * as courier from '#shared/sync/courier.ts';
import * as courierUpload from '#shared/sync/courier-upload.ts';
import * as files from '#shared/sync/files.ts';
import * as older from '#shared/sync/older.ts';
import * as protocol from '#shared/sync/protocol.ts';
import { rowKinds, rowSchemas } from '#shared/sync/rows.ts';

const place = new URL('../shared/sync/wire-format.json', import.meta.url);

const wireFormatSchema = z.object({
  protocol: z.int(),
  oldest: z.int(),
  /** Of all parts together; devices try again what they put aside when it changes. */
  sha256: z.string(),
  parts: z.record(z.string(), z.string()),
  /** Every shape there was, with the reason it was accepted; the newest last. */
  accepted: z.array(z.object({ protocol: z.int(), sha256: z.string(), reason: z.string().min(10) })).min(1),
});
export type WireFormat = z.infer<typeof wireFormatSchema>;

function hashOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64url').slice(0, 16);
}

function shapeOf(schema: z.ZodType): string {
  // What may be sent: defaults and transformations show on the way in.
  return hashOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** The shape of every body, row and mutation of the code as it stands. Rules that JSON Schema cannot say are not seen. */
export function presentWireFormat(): Omit<WireFormat, 'accepted'> {
  const parts: Record<string, string> = { 'row kinds in order': hashOf(rowKinds) };
  for (const [module, values] of Object.entries({ protocol, admin, files, courier, courierUpload, older })) {
    for (const [name, value] of Object.entries(values)) {
      if (value instanceof z.ZodType) parts[`${module}.${name}`] = shapeOf(value);
      else if (typeof value !== 'function') parts[`${module}.${name}`] = hashOf(value);
    }
  }
  for (const [kind, schema] of Object.entries(rowSchemas)) parts[`row ${kind}`] = shapeOf(schema);
  for (const [name, { args }] of Object.entries(mutations)) parts[`mutation ${name}`] = shapeOf(args);
  const { protocolVersion, oldestProtocolVersion } = protocol;
  return { protocol: protocolVersion, oldest: oldestProtocolVersion, sha256: hashOf(parts), parts };
}

export function acceptedWireFormat(): WireFormat {
  return wireFormatSchema.parse(JSON.parse(readFileSync(place, 'utf8')));
}

/** Parts that are new, gone or of another shape, by name. */
export function changedParts(before: WireFormat['parts'], after: WireFormat['parts']): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}

if (import.meta.main) {
  const { accept } = parseArgs({ options: { accept: { type: 'string' } } }).values;
  const present = presentWireFormat();
  const before = acceptedWireFormat();
  const changed = changedParts(before.parts, present.parts);
  process.stdout.write(`${changed.length === 0 ? 'nothing changed' : changed.join('\n')}\n`);
  if (accept !== undefined && present.sha256 !== before.sha256) {
    const entry = { protocol: present.protocol, sha256: present.sha256, reason: accept };
    const next = wireFormatSchema.parse({ ...present, accepted: [...before.accepted, entry] });
    writeFileSync(place, `${JSON.stringify(next, null, 2)}\n`);
  }
}
