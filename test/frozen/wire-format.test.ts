import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acceptedWireFormat, changedParts, presentWireFormat } from '../../scripts/wire-format.ts';

const whatToDo = `The shape of what travels has changed. Devices of the version before will meet it, and this one theirs:
- where an old device or server cannot live with it, raise protocolVersion (and oldestProtocolVersion where the old one
  is no longer understood), write the rule into docs/protocol.md, and freeze a profile (test/frozen/freeze.ts);
- where both can (a new optional field, a new kind, a new code), it may stay.
Then: node scripts/wire-format.ts --accept "<what changed, and why that is safe>"`;

describe('wire format', () => {
  const accepted = acceptedWireFormat();
  const present = presentWireFormat();

  it('F37 F38 changes shape on purpose only', () => {
    expect(changedParts(accepted.parts, present.parts), whatToDo).toEqual([]);
    expect(present.sha256, whatToDo).toBe(accepted.sha256);
  });

  it('WIRE-1 has its version, and the oldest one still understood, in the notes and in docs/protocol.md', () => {
    const { protocol, oldest } = present;
    expect([accepted.protocol, accepted.oldest]).toEqual([protocol, oldest]);
    expect(oldest).toBeLessThanOrEqual(protocol);
    expect(accepted.accepted.at(-1)).toMatchObject({ protocol, sha256: present.sha256 });
    const page = readFileSync('docs/protocol.md', 'utf8');
    expect(page).toContain(
      `\`protocol\` is ${protocol} in every request body; ${oldest} is still understood`,
    );
  });

  it('WIRE-1 tells a change of any part', () => {
    const { parts } = present;
    expect(Object.keys(parts)).toContain('row ticket');
    expect(Object.keys(parts)).toContain('mutation ticket.register');
    expect(Object.keys(parts)).toContain('protocol.outcomeSchema');
    expect(Object.keys(parts).length).toBeGreaterThan(55);
    expect(changedParts(parts, { ...parts, 'row ticket': 'other', 'row survey': 'new' })).toEqual([
      'row survey',
      'row ticket',
    ]);
  });
});
