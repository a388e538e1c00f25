import { Command, CommanderError } from 'commander';
import { FolderLockedError } from '../db/folder-lock.ts';
import { courierCommand } from './courier-command.ts';
import { demoCommand } from './demo-command.ts';
import { exportCommand } from './export-command.ts';
import { importCommand } from './import-command.ts';
import { InputError, tell } from './output.ts';
import { policyCommand } from './policy-command.ts';
import { recapCommand } from './recap-command.ts';
import { serveCommand } from './serve-command.ts';
import { slaCommand } from './sla/command.ts';
import { userCommand } from './user-command.ts';
import { restoredCommand, verifyCommand } from './verify-command.ts';

const program = new Command('tanggap')
  .description('Central server of Tanggap and the tools of its operators')
  .exitOverride();
for (const command of [
  serveCommand(),
  userCommand(),
  verifyCommand(),
  restoredCommand(),
  slaCommand(),
  policyCommand(),
  demoCommand(),
  importCommand(),
  exportCommand(),
  recapCommand(),
  courierCommand(),
]) {
  inherit(program, command);
  program.addCommand(command);
}

/** Gives a command and those within it the program's settings: without them a wrong option would end with code 1. */
function inherit(parent: Command, command: Command): void {
  command.copyInheritedSettings(parent);
  for (const inner of command.commands) inherit(command, inner);
}

/** Exit codes: 0 done, 1 failed, 2 wrong input. */
function codeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof InputError) {
    tell(`error: ${error.message}`);
    return 2;
  }
  if (error instanceof FolderLockedError) tell(error.message);
  else tell(`error: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = codeOf(error);
}
