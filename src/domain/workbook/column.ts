export interface Column {
  /** The name that is written, and the first that is understood. */
  header: string;
  /** Other names that are understood. */
  also: readonly string[];
  /** Without this column the sheet cannot be read. Whether a cell may be empty is decided row by row. */
  required: boolean;
  /** For the template. */
  explanation: string;
  /** A line of the template's example. */
  example: string;
  /** Width in the written file, in characters. */
  width: number;
  /** What may stand in it, if it is one of a list. */
  choices?: readonly string[];
  /** Of amounts: the unit that is written behind the header; a file may have another one there. */
  unit?: string;
  /** Understood, but neither in the template nor in an export. */
  isOptional?: boolean;
}

export interface SheetDefinition {
  name: string;
  also: readonly string[];
  columns: Readonly<Record<string, Column>>;
}
