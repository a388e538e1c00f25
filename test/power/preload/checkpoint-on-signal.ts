import { PGlite } from '@electric-sql/pglite';

// Loaded before the server (`node --import`): SIGUSR2 makes the embedded database write a checkpoint, as it does by
// itself when it is closed.
const create = PGlite.create.bind(PGlite);
PGlite.create = (async (...args: Parameters<typeof create>) => {
  const database = await create(...args);
  process.on('SIGUSR2', () => void database.exec('CHECKPOINT').catch(() => undefined));
  return database;
}) as typeof PGlite.create;
