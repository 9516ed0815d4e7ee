/** Rows of the database to be, each a list of values in the order of `insertColumns`. */
export interface Inserts {
  Enterprise: unknown[][];
  EnterpriseName: unknown[][];
  Person: unknown[][];
  Binding: unknown[][];
  Qualification: unknown[][];
  Transition: unknown[][];
}
export type Table = keyof Inserts;

/** In the order in which they may be inserted: each refers only to those before it. */
export const tables = ['Enterprise', 'EnterpriseName', 'Person', 'Binding', 'Qualification', 'Transition'] as const;

export const insertColumns: Readonly<Record<Table, readonly string[]>> = {
  Enterprise: ['id', 'creditCode', 'industry', 'field', 'foundedOn', 'aboveScale', 'operatingState'],
  EnterpriseName: ['id', 'enterpriseId', 'kind', 'text', 'searchKey', 'initials'],
  Person: ['id', 'name', 'mobileSealed', 'mobileDigest'],
  Binding: ['id', 'personId', 'enterpriseId', 'duty', 'rank'],
  Qualification: ['id', 'enterpriseId', 'type', 'level', 'certNo', 'issuedOn', 'validFrom', 'validTo'],
  Transition: ['id', 'qualificationId', 'status', 'effectiveOn', 'dateKnown'],
};

/** What a sheet may change of a deadline. */
const deadlineSaid = [
  'kind',
  'enterpriseDue',
  'enterpriseTime',
  'officialDue',
  'officialTime',
  'basis',
  'noticeNo',
  'url',
  'audience',
] as const;

export const updateColumns = {
  Enterprise: ['creditCode', 'industry', 'field', 'foundedOn', 'aboveScale', 'operatingState'],
  Person: ['name', 'mobileSealed', 'mobileDigest'],
  Binding: ['duty', 'rank'],
  Qualification: ['level', 'certNo', 'issuedOn', 'validFrom', 'validTo'],
  // The version holds the batch: who has entered something since has raised it.
  FundBatch: ['name', 'level', 'category', 'year', 'surplusPolicy', 'trackSpending', 'version'],
  FundProject: ['name', 'code', 'leader', 'partner', 'startsOn', 'endsOn', 'acceptanceDueOn', 'selfRaised', 'goal'],
  // The version holds it, as that of a batch. What it is known by stays.
  Deadline: [...deadlineSaid, 'ladderFrom', 'version'],
} as const satisfies Record<string, readonly string[]>;

/** Rows of the fund ledger, in the order in which they may be inserted. */
export const fundTables = ['FundBatch', 'FundProject', 'FundProjectStatus', 'FundEntry'] as const;
export type FundTable = (typeof fundTables)[number];

/** `number` counts from 1 within the file: what people will call it by is given in the last moment. */
export const fundColumns: Readonly<Record<FundTable, readonly string[]>> = {
  FundBatch: ['id', 'number', 'name', 'level', 'category', 'year', 'surplusPolicy', 'trackSpending'],
  FundProject: [
    'id',
    'number',
    'batchId',
    'enterpriseId',
    'name',
    'code',
    'leader',
    'partner',
    'startsOn',
    'endsOn',
    'acceptanceDueOn',
    'selfRaised',
    'goal',
    'isDemo',
  ],
  FundProjectStatus: ['id', 'projectId', 'status', 'effectiveOn', 'docNo'],
  FundEntry: [
    'id',
    'batchId',
    'projectId',
    'enterpriseId',
    'type',
    'fen',
    'effectiveOn',
    'dateKnown',
    'docNo',
    'docKey',
    'period',
    'sourceKey',
    'note',
  ],
};

/** Deadlines, in the order in which they may be inserted. `number` counts from 1 within the file here too. */
export const deadlineTables = ['Deadline', 'DeadlineChange'] as const;
type DeadlineTable = (typeof deadlineTables)[number];

export const deadlineColumns: Readonly<Record<DeadlineTable, readonly string[]>> = {
  Deadline: [
    'id',
    'number',
    'program',
    'year',
    'batch',
    ...deadlineSaid,
    'settledBy',
    'state',
    'version',
    'openKey',
    'ladderFrom',
  ],
  DeadlineChange: ['id', 'deadlineId', 'version', 'kind', 'before', 'after', 'announceAt'],
};

export type UpdatedTable = keyof typeof updateColumns;

/**
 * Everything that a plan writes. What is new goes in ahead, marked; all else is written in the last moment, together with
 * what makes the new rows appear.
 */
export interface Writes {
  inserts: Inserts;
  /** By id: the values seen, then the values wanted, in the order of `updateColumns`. */
  updates: Readonly<Record<UpdatedTable, Map<string, { before: unknown[]; after: unknown[] }>>>;
  /** All names of an enterprise anew. */
  names: Map<string, unknown[][]>;
  /** Bindings that are in force again. */
  revived: string[];
  /** Transitions of qualifications that are there already. */
  transitions: unknown[][];
  /**
   * The fund ledger, in the order of `fundColumns`. Not ahead, marked: an unseen row would keep the number of a document
   * or of a month from whoever enters it in the chat meanwhile, and after a crash until the next import.
   */
  funds: Readonly<Record<FundTable, unknown[][]>>;
  /** In the order of `deadlineColumns`; not ahead either: an unseen row would keep the open key of its deadline. */
  deadlines: Readonly<Record<DeadlineTable, unknown[][]>>;
}

export function createWrites(): Writes {
  return {
    inserts: { Enterprise: [], EnterpriseName: [], Person: [], Binding: [], Qualification: [], Transition: [] },
    updates: {
      Enterprise: new Map(),
      Person: new Map(),
      Binding: new Map(),
      Qualification: new Map(),
      FundBatch: new Map(),
      FundProject: new Map(),
      Deadline: new Map(),
    },
    names: new Map(),
    revived: [],
    transitions: [],
    funds: { FundBatch: [], FundProject: [], FundProjectStatus: [], FundEntry: [] },
    deadlines: { Deadline: [], DeadlineChange: [] },
  };
}

/** Whether there is anything to write. */
export function isNothing({ inserts, updates, names, revived, transitions, funds, deadlines }: Writes): boolean {
  return (
    tables.every((table) => inserts[table].length === 0) &&
    Object.values(updates).every((map) => map.size === 0) &&
    names.size === 0 &&
    revived.length === 0 &&
    transitions.length === 0 &&
    fundTables.every((table) => funds[table].length === 0) &&
    deadlineTables.every((table) => deadlines[table].length === 0)
  );
}
