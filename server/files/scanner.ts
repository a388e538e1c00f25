import { execFile } from 'node:child_process';

/** Looks for malware in a file of the server's own. `unknown`: the scanner could not say, so the file is not taken yet. */
export type Scan = (path: string) => Promise<'clean' | 'infected' | 'unknown'>;

const longestScanMs = 120_000;

/**
 * A scanner that is a program: it gets the path as its last argument and ends with 0 for a clean file and 1 for an
 * infected one (`clamdscan --fdpass --no-summary`). The command is the operator's, never part of a request.
 */
export function commandScanner(command: string): Scan {
  const [program = '', ...args] = command.split(' ').filter((part) => part !== '');
  return (path) =>
    new Promise((resolve) => {
      execFile(program, [...args, path], { timeout: longestScanMs, windowsHide: true }, (error) => {
        if (error === null) resolve('clean');
        else resolve(error.code === 1 ? 'infected' : 'unknown');
      });
    });
}
