import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the demo's data, from which the servers of a whole run are filled. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tanggap-demos-'));
  process.env.TANGGAP_TEST_DEMOS = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
