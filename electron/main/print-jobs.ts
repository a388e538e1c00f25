/** HTML documents waiting to be printed, each under an address nobody can guess. */
export type PrintJobs = {
  /** First segment of every job's address. */
  readonly prefix: string;
  /** Keeps a document and returns its path inside the app. */
  readonly add: (html: string) => string;
  readonly remove: (path: string) => void;
  readonly find: (path: string) => string | undefined;
};

export function createPrintJobs(token: () => string): PrintJobs {
  const prefix = '/print-job';
  const documents = new Map<string, string>();
  return {
    prefix,
    add(html) {
      const path = `${prefix}/${token()}`;
      documents.set(path, html);
      return path;
    },
    remove: (path) => void documents.delete(path),
    find: (path) => documents.get(path),
  };
}
