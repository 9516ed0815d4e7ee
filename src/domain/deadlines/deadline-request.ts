import { argumentOf, type Said } from '../../core/said.ts';
import { cutEnterprise } from '../reports/own-request.ts';
import { aboutOf, type DeadlineQuestion, readDeadlineQuestion } from './deadline-question.ts';
import { readStaffStep, type StaffStep } from './deadline-steps.ts';
import type { AnswerKind } from './reminders.ts';
import {
  type CertificateSaid,
  cutPage,
  leadingCertificate,
  leadingNumber,
  leadingSubject,
  leadingWord,
  type Of,
} from './subject-words.ts';

/** What a contact answers to a deadline. */
export type OwnAnswer = Extract<AnswerKind, 'SUBMITTED' | 'PREPARING' | 'HELP' | 'NOT_THIS_YEAR'>;

/** What is shown or answered: also a certificate that is only called one, where it follows from whose it is. */
export type AboutWhat = Of | CertificateSaid;

/** What somebody wants with 截止. */
export type DeadlineRequest =
  | { do: 'list'; page: number }
  /** What is over. `enterpriseId`: a button names for which enterprise */
  | { do: 'over'; page: number; enterpriseId: string | null }
  | { do: 'show'; of: AboutWhat; enterpriseId: string | null }
  | ({ do: 'about'; page: number } & DeadlineQuestion)
  /** `of` null: the answer alone was said. `enterpriseId`: a button names whose answer it is */
  | { do: 'answer'; of: AboutWhat | null; kind: OwnAnswer; reason: string | null; enterpriseId: string | null }
  | ({ number: number } & StaffStep)
  /** `step`: what staff do was begun, and `problem` says what is missing. Else `number`: to what it was said; null: to none */
  | { do: 'unclear'; problem: string; step: StaffStep['do'] }
  | { do: 'unclear'; problem: string; number: number | null };

const answerWords: Readonly<Record<string, OwnAnswer>> = {
  已报送: 'SUBMITTED',
  已经报送: 'SUBMITTED',
  报送了: 'SUBMITTED',
  已提交: 'SUBMITTED',
  已上报: 'SUBMITTED',
  正在准备: 'PREPARING',
  准备中: 'PREPARING',
  在准备: 'PREPARING',
  需要帮助: 'HELP',
  需要协助: 'HELP',
  今年不报: 'NOT_THIS_YEAR',
  今年不报了: 'NOT_THIS_YEAR',
  今年不申报: 'NOT_THIS_YEAR',
};
const answers = Object.keys(answerWords);
const because = '因为|因|由于';
/** Without a deadline beside them only those that buttons say: the others are said of much else. */
const aloneWords = ['已报送', '正在准备', '需要帮助', '今年不报'];

const overWords = /^(?:已截止|已过期|历史)(?:的?事项)?$/u;

export const deadlineWords = ['截止事项', '截止日期', '截止时间', '截止'] as const;
/** A deadline is not deleted: what was told of it has to be taken back. */
const deletions = ['删除', '删掉', '作废'] as const;

/**
 * Reads `/截止 …`, an answer that names its deadline (`已报送 J-12`, `J-12 今年不报 因为…`) and plain questions; null: it is
 * something else. What is changed is left as it was typed, for `readChange`.
 */
export function readDeadlineRequest(said: Said): DeadlineRequest | null {
  const argument = argumentOf(said, deadlineWords);
  if (argument === null) return readSentence(said.text);
  const { enterpriseId, rest } = cutEnterprise(argument);
  if (rest === '') return { do: 'list', page: 1 };
  const led = leadingSubject(rest) ?? leadingCertificate(rest, answers);
  if (led) return readAbout(led.of, led.rest, enterpriseId) ?? unclear(led.of);
  const bare = leadingNumber(rest);
  const numbered = bare && readAbout(bare.of, bare.rest, enterpriseId);
  if (numbered?.do === 'show' || numbered?.do === 'concerned') return numbered;
  // The fifth of a list is not J-5: what is looked at shows itself, what is answered or changed is asked back.
  if (bare && numbered) {
    const problem = `请写明事项编号，例如“J-${bare.of.number}”；列表前的序号不是编号，本次未办理。`;
    return { do: 'unclear', problem, number: null };
  }
  const turned = readAnswerFirst(rest, enterpriseId);
  if (turned) return turned;
  const { page, rest: words } = cutPage(rest);
  if (words === '') return { do: 'list', page };
  if (overWords.test(words)) return { do: 'over', page, enterpriseId };
  const asked = readDeadlineQuestion(words) ?? aboutOf(words);
  return asked.words === '' && asked.year === null && asked.batch === null
    ? { do: 'unclear', problem: `没有看懂“${words}”。`, number: null }
    : { do: 'about', page, ...asked };
}

function unclear(of: AboutWhat): DeadlineRequest {
  const number = 'number' in of ? of.number : null;
  const which = number === null ? '该证书' : `J-${number}`;
  return { do: 'unclear', problem: `没有看懂对${which}的操作。`, number };
}

/** Without the command only fixed shapes: everything else is an ordinary sentence. */
function readSentence(text: string): DeadlineRequest | null {
  const { enterpriseId, rest } = cutEnterprise(text);
  const led = leadingSubject(rest);
  if (led && 'number' in led.of) {
    if (led.rest === '') return { do: 'show', of: led.of, enterpriseId };
    return readAnswer(led.of, led.rest, enterpriseId);
  }
  const turned = readAnswerFirst(rest, enterpriseId) ?? readOfCertificate(rest, enterpriseId);
  if (turned) return isPlain(turned) ? turned : null;
  const alone = aloneWords.find((word) => word === rest);
  if (alone !== undefined) return answer(null, alone, '', enterpriseId);
  const asked = readDeadlineQuestion(text);
  return asked && { do: 'about', page: 1, ...asked };
}

/** Certificates are handed in for much else: without the command nothing stands behind the answer but a reason. */
function isPlain(request: DeadlineRequest): boolean {
  if (request.do !== 'answer' || request.of === null || !('certificate' in request.of)) return true;
  return request.reason === null || request.kind === 'NOT_THIS_YEAR';
}

function readOfCertificate(text: string, enterpriseId: string | null): DeadlineRequest | null {
  const led = leadingCertificate(text, answers);
  return led && readAnswer(led.of, led.rest, enterpriseId);
}

function readAbout(of: AboutWhat, text: string, enterpriseId: string | null): DeadlineRequest | null {
  if (text === '') return { do: 'show', of, enterpriseId };
  const said = readAnswer(of, text, enterpriseId);
  if (said || !('number' in of)) return said;
  if (leadingWord(text, deletions)) {
    const problem = `截止事项不能删除，需要撤销的请发送“/截止 J-${of.number} 撤销 原因”，确认后告知所涉企业。`;
    return { do: 'unclear', step: 'withdraw', problem };
  }
  // What the button for more of a deadline's enterprises says.
  const { page, rest } = cutPage(text);
  if (rest === '') return { number: of.number, do: 'concerned', page };
  const step = readStaffStep(of.number, text);
  return step && ('problem' in step ? step : { number: of.number, ...step });
}

/** `今年不报 因为…`, also in one word: `今年不报因为…`. */
function readAnswer(of: AboutWhat, text: string, enterpriseId: string | null): DeadlineRequest | null {
  const said = leadingWord(text.replace(/^(?:我们|我司|我公司|本公司)/u, ''), answers, because);
  return said && answer(of, said.word, said.rest, enterpriseId);
}

/** `已报送 J-12`, `已报送 高企证书`, `今年不报 J-12 因为…`. */
function readAnswerFirst(text: string, enterpriseId: string | null): DeadlineRequest | null {
  const said = leadingWord(text.replace(/^(?:我们|我司|我公司|本公司)/u, ''), answers, '[jJ] ?[-–—_]? ?\\d');
  const led = said && (leadingSubject(said.rest) ?? leadingCertificate(said.rest, []));
  return led && answer(led.of, said.word, led.rest, enterpriseId);
}

function answer(of: AboutWhat | null, word: string, text: string, enterpriseId: string | null): DeadlineRequest {
  const reason = text.replace(new RegExp(`^(?:${because}|原因(?:是|为)?)[\\s:,]*`, 'u'), '');
  const kind = answerWords[word];
  if (kind === undefined) throw new Error(`no answer: ${word}`);
  return { do: 'answer', of, kind, reason: reason === '' ? null : reason, enterpriseId };
}
