import { createReadStream } from 'node:fs';
import { Command } from 'commander';
import { type PlaceOptions, withPlace } from '../place.ts';
import { readNow } from '../read-now.ts';
import { createCalendarAnswer } from './calendar-line.ts';
import { evaluateLine } from './evaluate-line.ts';
import { explainLine } from './explain-line.ts';
import { explainTicket } from './explain-ticket.ts';
import { answerLines, type CommandIo } from './lines.ts';
import { createPolicyShelf } from './policies.ts';

interface ExplainOptions extends PlaceOptions {
  readonly ticket?: string;
  readonly now?: string;
}

/** `sla evaluate [file]` and `sla calendar [file]`: NDJSON in, NDJSON out, messages on stderr, exit code 2 on bad lines. */
export function slaCommand(io: CommandIo = processIo()): Command {
  const command = new Command('sla').description('compute service levels from NDJSON');
  command
    .command('evaluate')
    .description('state, elapsed ms and due instant of every target, one ticket a line')
    .argument('[file]', 'NDJSON file, standard input when left out')
    .action((file: string | undefined) => {
      const shelf = createPolicyShelf();
      return answerLines(io, file, (json) => evaluateLine(shelf, json));
    });
  withPlace(command.command('explain'))
    .description('why each target is due when it is due: every counted and skipped piece, one ticket a line')
    .argument('[file]', 'NDJSON file as for "evaluate", standard input when left out')
    .option('--ticket <number>', 'a ticket of the database instead, with the days off of its office')
    .option('--now <instant>', 'explain the ticket as of this instant (ISO 8601), default now')
    .action(async (file: string | undefined, options: ExplainOptions) => {
      if (options.ticket !== undefined) {
        const answer = await explainTicket(options, options.ticket, readNow(options.now));
        await io.out(`${JSON.stringify(answer)}\n`);
        return;
      }
      const shelf = createPolicyShelf();
      await answerLines(io, file, (json) => explainLine(shelf, json));
    });
  command
    .command('calendar')
    .description('open-time arithmetic: "add" seconds to an instant, or "elapsed" seconds between two')
    .argument('[file]', 'NDJSON file, standard input when left out')
    .action((file: string | undefined) => answerLines(io, file, createCalendarAnswer()));
  return command;
}

/** The streams of this process. A reader that closes early (`| head`) ends the command without an error. */
function processIo(): CommandIo {
  return {
    stdin: process.stdin,
    openFile: (path) => createReadStream(path),
    out: (text) => write(process.stdout, text),
    err: (text) => write(process.stderr, text),
    setExitCode(code) {
      process.exitCode = code;
    },
  };
}

function write(stream: NodeJS.WriteStream, text: string): Promise<boolean> {
  // The callback gets the error; without a listener the stream would throw it as well.
  if (stream.listenerCount('error') === 0) stream.on('error', () => {});
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error) resolve(true);
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}
