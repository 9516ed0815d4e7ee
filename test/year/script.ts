/** What happens in the simulated year, as plain data: the bot is put through it, and what it ought to say is counted from it. */
export interface Script {
  people: readonly Person[];
  firms: readonly Firm[];
  /** Who of the bureau decides, and so is told what staff are told: an administrator among them. */
  staff: readonly string[];
  /** Groups that are registered, by how they are known in the script. */
  groups: readonly string[];
  deadlines: readonly ScriptedDeadline[];
  answers: readonly ScriptedAnswer[];
  reports: readonly ScriptedReport[];
  renewals: readonly ScriptedRenewal[];
  optOuts: readonly ScriptedOptOut[];
}

/** `2024-05-10` */
export type Day = string;
/** `2024-05-10T14:00` in Asia/Shanghai: sorts as it reads. */
export type Moment = string;

export interface Person {
  id: string;
  /** Where a bot reaches them; none: listed only. */
  platforms: readonly ('wecom' | 'dingtalk')[];
}

export interface Firm {
  id: string;
  name: string;
  contacts: readonly { person: string; rank: 'MAIN' | 'BACKUP' | null }[];
  /** The last valid day of its 高企 certificate of three years; null: none */
  certificate: Day | null;
}

export interface ScriptedDeadline {
  /** How it is called; none is part of another. */
  program: string;
  kind: 'CALL' | 'DUTY';
  due: Day;
  enteredAt: Moment;
  audience: 'everybody' | 'certificate-valid' | 'certificate-ends-this-year' | readonly string[];
  /** Its day becomes another one. */
  changes: readonly { at: Moment; due: Day }[];
  withdrawnAt: Moment | null;
}

export interface ScriptedAnswer {
  at: Moment;
  firm: string;
  /** `deadline`: the program; `certificate`: the firm's own */
  about: { deadline: string } | 'certificate';
  kind: 'SUBMITTED' | 'PREPARING' | 'HELP' | 'NOT_THIS_YEAR' | 'EXEMPT' | 'REOPENED';
  /** HELP: when the request is closed by its agent. */
  helpClosedAt: Moment | null;
}

/** What becomes of a firm's month. */
export interface ScriptedReport {
  at: Moment;
  firm: string;
  /** `2024-03` */
  period: string;
  is: 'handed-in' | 'returned' | 'exempted';
}

/** An application for the certificate that follows. Only one that is handed in counts. */
export interface ScriptedRenewal {
  at: Moment;
  firm: string;
  isHandedIn: boolean;
}

export interface ScriptedOptOut {
  at: Moment;
  person: string;
  kind: 'CALL' | 'CERTIFICATE';
}
