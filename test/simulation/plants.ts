/**
 * Known mistakes of sync engines, each planted into the real source on its way into the process. The run must break one of
 * its promises with each of them: a simulation that cannot fail proves nothing. Every `find` must stand in its file once.
 */
export interface Plant {
  readonly name: string;
  /** What a colleague would say who made it. */
  readonly mistake: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly put: string }[];
}

export const plants: readonly Plant[] = [
  {
    name: 'no-idempotency-key',
    mistake: 'a repeated push is taken as new work',
    edits: [
      {
        file: 'server/sync/push.ts',
        find: 'const fresh = envelopes.slice(repeats.value.count);',
        put: 'const fresh = envelopes.map((envelope, at) => ({ ...envelope, id: device.last + 1 + at }));',
      },
    ],
  },
  {
    name: 'cursor-before-rows',
    mistake: 'the cursor moves in a transaction of its own, before the rows',
    edits: [
      {
        file: 'renderer/data/sync/pull.ts',
        find: 'const applied = await applyPullPage(store, page);',
        put: "await store.db.meta.put({ key: 'cursor', value: page.cursor }); const applied = await applyPullPage(store, page);",
      },
    ],
  },
  {
    name: 'naive-cursor',
    mistake: 'a page that was cut off counts as the whole',
    edits: [
      {
        file: 'server/sync/pull.ts',
        find: 'reached[space] = page.reached;',
        put: 'reached[space] = version;',
      },
    ],
  },
  {
    name: 'relaxed-outbox',
    mistake: 'commits of the outbox do not wait for the disk',
    edits: [
      {
        file: 'renderer/data/db/database.ts',
        find: "chromeTransactionDurability: 'strict'",
        put: "chromeTransactionDurability: 'relaxed'",
      },
    ],
  },
  {
    name: 'two-drainers',
    mistake: 'a second exchange starts beside the first',
    edits: [
      {
        file: 'renderer/data/sync/engine.ts',
        find: 'this.#running ??= this.#exchange()',
        put: 'this.#running = this.#exchange()',
      },
    ],
  },
  {
    name: 'drop-on-refused-login',
    mistake: 'who is not let in has nothing to send any more',
    edits: [
      {
        file: 'renderer/data/sync/push.ts',
        find: "if (failure.kind !== 'coded') return endOf(failure);",
        put: "if (failure.kind === 'signed_out') await deps.db.outbox.clear(); if (failure.kind !== 'coded') return endOf(failure);",
      },
    ],
  },
  {
    name: 'last-write-by-client-clock',
    mistake: 'an edit is dropped because its clock is older than the last one',
    edits: [
      {
        file: 'shared/mutations/correction.ts',
        find: 'let after = found.value;',
        put: 'let after = found.value; if (context.receivedAt !== null && context.occurredAt < after.updatedAt) return ok(undefined);',
      },
    ],
  },
  {
    name: 'forgotten-revocation',
    mistake: 'nobody is told which offices are no longer theirs',
    edits: [
      {
        file: 'server/sync/pull.ts',
        find: 'droppedSpaces: Object.keys(request.cursor.versions).filter((space) => !versions.has(space)),',
        put: 'droppedSpaces: [],',
      },
    ],
  },
  {
    name: 'cross-user-push',
    mistake: 'all people of a computer share one database',
    edits: [
      {
        file: 'renderer/data/db/database.ts',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the source as it stands
        find: 'super(`tanggap-${userId}`',
        put: 'super(`tanggap-desk`',
      },
    ],
  },
  {
    name: 'missing-scope-change',
    mistake: 'a new office is pulled from its present version on',
    edits: [
      {
        file: 'server/sync/pull.ts',
        find: 'const from = Object.hasOwn(request.cursor.versions, space) ? (request.cursor.versions[space] ?? 0) : 0;',
        put: 'const from = Object.hasOwn(request.cursor.versions, space) ? (request.cursor.versions[space] ?? 0) : version;',
      },
    ],
  },
  {
    name: 'poison-blocks-the-queue',
    mistake: 'a refused mutation fails the whole push, for ever',
    edits: [
      {
        file: 'server/sync/push.ts',
        find: 'if (!applied.ok) refuse(applied.error);',
        put: "if (!applied.ok) throw new SpaceNotLockedError('refused');",
      },
    ],
  },
  {
    name: 'no-epoch',
    mistake: 'a server put back from a back-up looks like the one before',
    edits: [
      {
        file: 'server/sync/pull.ts',
        find: "if (cursor.epoch !== epoch) return 'cursor_epoch';",
        put: '',
      },
    ],
  },
  {
    name: 'journal-outside-the-transaction',
    mistake: 'the audit trail is written after the commit',
    edits: [
      {
        file: 'server/sync/batch.ts',
        find: 'await saveRows(this.#tx, rows, this.#spaces);',
        put: "await saveRows(this.#tx, rows.filter(({ kind }) => kind !== 'journal'), this.#spaces); globalThis.lateJournal = { rows: rows.filter(({ kind }) => kind === 'journal'), spaces: this.#spaces };",
      },
      {
        file: 'server/sync/push.ts',
        find: 'if (!done.ok) return done;',
        put: "if (!done.ok) return done; const late = globalThis.lateJournal; globalThis.lateJournal = undefined; if (late) { const { saveRows } = await import('../store/rows.ts'); const { saveSpaces } = await import('../store/spaces.ts'); await services.db.transaction().execute(async (own) => { await saveRows(own, late.rows, late.spaces); await saveSpaces(own, [...late.spaces.values()]); }); }",
      },
    ],
  },
  {
    name: 'instant-from-the-client',
    mistake: 'the device is believed whatever its clock says',
    edits: [
      {
        file: 'server/sync/envelope.ts',
        find: 'return Math.min(Math.max(claim.occurredAt, earliest), receivedAt);',
        put: 'return earliest === Number.MIN_VALUE ? 0 : claim.occurredAt;',
      },
    ],
  },
  {
    name: 'outbox-cleared-before-the-answer',
    mistake: 'what was sent counts as received',
    edits: [
      {
        file: 'renderer/data/sync/push.ts',
        find: 'const sending = deps.access.call((token) => deps.api.push(batch, skews, epoch, token));',
        put: 'await deps.db.outbox.bulkDelete(batch.map((entry) => entry.id)); const sending = deps.access.call((token) => deps.api.push(batch, skews, epoch, token));',
      },
    ],
  },
  {
    name: 'refusal-swallowed',
    mistake: 'a refused mutation leaves the outbox and nobody is told',
    edits: [
      {
        file: 'renderer/data/local/pull-page.ts',
        find: 'reviews.push(refusedItem(entry, refusals.get(entry.id), ticket?.number));',
        put: 'void refusedItem(entry, refusals.get(entry.id), ticket?.number);',
      },
    ],
  },
];
