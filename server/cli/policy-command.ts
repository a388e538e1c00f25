import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type PolicyPack, readPolicyPack } from '#shared/sla/pack.ts';
import { print, tell } from './output.ts';

/** Exit code when a file is no sound pack. */
const BAD_INPUT = 2;

type Fault = { readonly path: string; readonly message: string };

/** The pack in a file, or every fault with the path of the value. */
function checkFile(file: string): { readonly pack: PolicyPack } | { readonly faults: readonly Fault[] } {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const why =
      error instanceof SyntaxError ? `not JSON: ${error.message}` : `cannot be read: ${String(error)}`;
    return { faults: [{ path: '', message: why }] };
  }
  const read = readPolicyPack(json);
  return read.ok ? { pack: read.value } : { faults: read.error.issues };
}

/** `policy check`: tells of every file whether it is a sound policy pack, and if not, which value is at fault and why. */
export function policyCommand(setExitCode: (code: number) => void = setOwnExitCode): Command {
  const command = new Command('policy').description('policy packs');
  command
    .command('check')
    .description('check policy packs before they are published; exit code 2 where one is not sound')
    .argument('<file...>', 'JSON files')
    .action((files: string[]) => {
      for (const file of files) {
        const checked = checkFile(file);
        if ('pack' in checked) {
          const { name, version, targets } = checked.pack;
          print(`${file}: ok, pack ${name} version ${version}, ${targets.length} targets`);
          continue;
        }
        for (const { path, message } of checked.faults)
          tell(`${file}: ${path === '' ? '' : `${path}: `}${message}`);
        setExitCode(BAD_INPUT);
      }
    });
  return command;
}

function setOwnExitCode(code: number): void {
  process.exitCode = code;
}
