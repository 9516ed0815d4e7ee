import { UserError } from '../core/errors.ts';
import { applicationLabel } from './applications.ts';
import { type Kind, splitKind } from './kind-spoken.ts';
import { type Move, moveRules, moves } from './progress.ts';
import { type Status, statuses, statusLabels } from './qualification.ts';

/** What somebody wants with 进度. */
export type ProgressRequest =
  /** A contact: the own ones. Staff: all that are open, perhaps those in one status. */
  | { of: 'list'; page: number; kind?: Kind; status?: Status }
  | { of: 'one'; number: number }
  | { of: 'enterprise'; name: string; kind?: Kind }
  | MoveRequest
  | RevokeRequest;

export interface MoveRequest {
  of: 'move';
  /** null: the only one of the own enterprise that it is possible for */
  number: number | null;
  move: Move;
  /** What proves it, as typed. */
  text: string;
  /** How many steps the button's card knew of; null: typed. */
  seen: number | null;
  /** It was read back and confirmed. */
  isConfirmed: boolean;
}

export interface RevokeRequest {
  of: 'revoke';
  text: string;
  /** The qualification that was read back; null: typed. */
  seen: string | null;
  isConfirmed: boolean;
}

/** What is said for a step beside the words of the table. */
const alsoSaid: readonly [string, Move][] = [
  ['推荐上报', 'recommend'],
  ['退回补正', 'return'],
  ['提交材料', 'submit'],
  ['重新提交', 'submit'],
  ['不通过', 'reject'],
  ['填报', 'draft'],
];
const moveWords: readonly (readonly [string, Move])[] = [
  ...moves.flatMap((move) => moveRules[move].words.map((word) => [word, move] as const)),
  ...alsoSaid,
].sort(([a], [b]) => b.length - a.length);

const statusWords = new Map<string, Status>([
  ...statuses.map((status) => [statusLabels[status], status] as const),
  ['初审', 'ZONE_REVIEW'],
  ['培育', 'CULTIVATING'],
  ['已推荐', 'RECOMMENDED'],
]);

const numbered = /^s\s*[-–—_]?\s*0*(?<number>\d{1,6})(?!\d)\s*(?<rest>.*)$/iu;
const ending = /^(?<text>.*?)(?:\s*#(?<seen>[0-9A-Za-z]{1,12}))?(?<confirmed>\s确认)?$/u;

/** Reads what follows `/进度`. @throws UserError */
export function readProgressArgument(argument: string): ProgressRequest {
  const { text = '', seen, confirmed } = ending.exec(argument)?.groups ?? {};
  const isConfirmed = confirmed !== undefined;
  const one = numbered.exec(text)?.groups;
  if (one) {
    const number = Number(one.number);
    const rest = one.rest ?? '';
    if (rest === '') return { of: 'one', number };
    const step = readMove(rest);
    if (step) return { of: 'move', number, ...step, seen: seen === undefined ? null : Number(seen), isConfirmed };
    const label = applicationLabel(number);
    throw new UserError(`没有看懂对 ${label} 的操作，请发送“/进度 ${label}”查看现在可以办理什么。`);
  }
  const revoked = /^取消资质\s*(?<rest>.*)$/u.exec(text)?.groups;
  if (revoked) return { of: 'revoke', text: revoked.rest ?? '', seen: seen ?? null, isConfirmed };
  return readList(text, isConfirmed);
}

function readList(text: string, isConfirmed: boolean): ProgressRequest {
  const paged = /^(?<words>.*?)\s*第\s?(?<page>\d{1,4})\s?页$/u.exec(text)?.groups;
  const words = paged?.words ?? text;
  const page = Math.max(1, Number(paged?.page ?? 1));
  if (words === '') return { of: 'list', page };
  const status = statusWords.get(words);
  if (status) return { of: 'list', page, status };
  const step = readMove(words);
  if (step) return { of: 'move', number: null, ...step, seen: null, isConfirmed };
  const split = splitKind(words.replaceAll(' ', ''));
  if (!split) return { of: 'enterprise', name: words };
  return split.before === ''
    ? { of: 'list', page, kind: split.kind }
    : { of: 'enterprise', name: split.before, kind: split.kind };
}

/** A step's word, alone or with a blank behind it: an enterprise may well begin with one. */
function readMove(text: string): { move: Move; text: string } | null {
  for (const [word, move] of moveWords) {
    if (text === word) return { move, text: '' };
    const rest = text.slice(word.length);
    if (text.startsWith(word) && /^[\s,:、]/u.test(rest)) return { move, text: rest.replace(/^[\s,:、]+/u, '') };
  }
  return null;
}
