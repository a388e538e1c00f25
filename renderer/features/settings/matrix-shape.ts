/** A table keyed by facts joined with `/`, as rows and columns: the last fact across, all before it down. */
export interface MatrixShape {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Key of a cell; a table of one fact has the one row ''. */
  keyOf(row: string, column: string): string;
}

/** Rows and columns of the keys, in the order in which they first appear. */
export function matrixShape(keys: readonly string[]): MatrixShape {
  const split = keys.map((key) => {
    const cut = key.lastIndexOf('/');
    return cut === -1 ? { row: '', column: key } : { row: key.slice(0, cut), column: key.slice(cut + 1) };
  });
  return {
    rows: [...new Set(split.map(({ row }) => row))],
    columns: [...new Set(split.map(({ column }) => column))],
    keyOf: (row, column) => (row === '' ? column : `${row}/${column}`),
  };
}
