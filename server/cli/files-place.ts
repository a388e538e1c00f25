import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { type FileService, openFileService } from '../files/file-service.ts';
import { commandScanner } from '../files/scanner.ts';
import type { PlaceOptions } from './place.ts';

export interface FilesOptions extends PlaceOptions {
  readonly files?: string;
  readonly fileScanner?: string;
}

/** Adds the options that say where the bytes of attachments lie, and what looks into them. */
export function withFiles(command: Command): Command {
  return command
    .addOption(
      new Option('--files <folder>', 'folder of attached files; files in the data folder by default').env(
        'TANGGAP_FILES',
      ),
    )
    .addOption(
      new Option(
        '--file-scanner <command>',
        'program that looks for malware, such as "clamdscan --fdpass --no-summary": gets the path, ends with 0 (clean) or 1',
      ).env('TANGGAP_FILE_SCANNER'),
    );
}

/** The files of the place the options name. */
export function filesOf({ files, fileScanner, data }: FilesOptions): FileService {
  const scan = fileScanner === undefined ? null : commandScanner(fileScanner);
  return openFileService(files ?? join(data, 'files'), scan);
}
