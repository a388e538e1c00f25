import { createReadStream } from 'node:fs';
import { type CsvError, parse } from 'csv-parse';
import type { ImportMapping } from './mapping.ts';

/** What is wrong with a row. `column` is empty where the row as a whole is at fault. */
export interface RowProblem {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

/** A row of the file by column name, with the line on which it begins. */
export interface SourceRow {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** The file cannot be read as a whole: missing, or without a column that the mapping names. */
export class SourceFileError extends Error {}

/** Reads the table row by row; a broken row is handed to `report` and does not stop the others. */
export async function* readRows(
  path: string,
  mapping: ImportMapping,
  needed: readonly string[],
  report: (problem: RowProblem) => void,
): AsyncGenerator<SourceRow> {
  const parser = parse({
    delimiter: mapping.csv.delimiter,
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      const line = (error as { lines?: number } | undefined)?.lines ?? 0;
      report({ line, column: '', reason: `not a row of the table (${error?.code ?? 'unknown'})` });
      return undefined;
    },
  });
  const file = createReadStream(path, { encoding: mapping.csv.encoding });
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  let header: readonly string[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === null) {
        header = checkHeader(record, needed);
        continue;
      }
      const line = info.lines - record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
      if (record.length !== header.length) {
        const reason = `${record.length} columns instead of ${header.length}`;
        report({ line, column: '', reason });
        continue;
      }
      yield { line, cells: new Map(header.map((name, at) => [name, record[at] ?? ''])) };
    }
  } catch (error) {
    if (error instanceof SourceFileError) throw error;
    throw new SourceFileError((error as Error).message);
  } finally {
    file.destroy();
  }
  if (header === null) throw new SourceFileError('the file is empty');
}

function checkHeader(header: readonly string[], needed: readonly string[]): readonly string[] {
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length > 0) throw new SourceFileError(`line 1: missing columns: ${missing.join(', ')}`);
  const twice = header.find((name, at) => needed.includes(name) && header.indexOf(name) !== at);
  if (twice !== undefined) throw new SourceFileError(`line 1: column ${twice} stands there twice`);
  return header;
}
