import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<T> {
  key: string;
  head: string;
  cell: (row: T) => ReactNode;
  /** `lead` stands at the head of a card, without its name; `acts` are buttons. */
  as?: 'lead' | 'acts';
}

interface Props<T> {
  /** What the table lists, for those who do not see it. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  id: (row: T) => string | number;
}

/** Rows and columns; a list of cards where the screen is narrow. */
export function DataTable<T>({ label, columns, rows, id }: Props<T>) {
  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.as === 'acts' ? classes.acts : undefined}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)} data-row={id(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-head={column.head}
                  data-lead={column.as}
                  className={column.as === 'acts' ? classes.acts : undefined}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
