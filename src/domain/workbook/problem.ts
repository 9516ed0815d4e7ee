/** Something that has to be put right before the file can be imported. */
export interface Problem {
  /** Name of the sheet as the file has it; null = the file as a whole. */
  sheet: string | null;
  /** Row as people count; null = the sheet as a whole. */
  row: number | null;
  /** Header of the column; null = the row as a whole. */
  column: string | null;
  /** A sentence. Never a phone number. */
  reason: string;
}

/** What was found, as far as a person can read it; beyond that it is only counted. */
export interface Findings {
  problems: readonly Problem[];
  /** All of them, also those that are not kept. */
  problemCount: number;
  /** Worth knowing, and no obstacle. */
  notes: readonly string[];
}

const problemsAtMost = 2000;
const notesAtMost = 50;

export function createFindings(): Findings & { add(problem: Problem): void; note(text: string): void } {
  const problems: Problem[] = [];
  const notes: string[] = [];
  let problemCount = 0;
  let notesLeftOut = 0;
  return {
    problems,
    get notes() {
      return notesLeftOut === 0 ? notes : [...notes, `另有${notesLeftOut}条提示未列出。`];
    },
    get problemCount() {
      return problemCount;
    },
    add(problem) {
      problemCount += 1;
      if (problems.length < problemsAtMost) problems.push(problem);
    },
    note(text) {
      if (notes.length < notesAtMost) notes.push(text);
      else notesLeftOut += 1;
    },
  };
}

export type FindingsCollector = ReturnType<typeof createFindings>;

/** `企业！第12行“手机”：…` */
export function problemText({ sheet, row, column, reason }: Problem): string {
  const place = [
    sheet === null ? '' : `“${sheet}”表`,
    row === null ? '' : `第${row}行`,
    column === null ? '' : `“${column}”`,
  ];
  const where = place.join('');
  return where === '' ? reason : `${where}：${reason}`;
}
