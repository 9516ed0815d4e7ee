import type { OwnAnswer } from '../domain/deadlines/deadline-request.ts';
import { readWritten } from './own-report-notices.ts';
import type { FieldProblem, FormField, Values } from './pages/form-parts.tsx';

export const ownAnswers = ['SUBMITTED', 'PREPARING', 'HELP', 'NOT_THIS_YEAR'] as const satisfies readonly OwnAnswer[];

/** What follows from each (domain.md E2). */
const answerOptions: Record<OwnAnswer, string> = {
  SUBMITTED: '已报送（不再提醒）',
  PREPARING: '正在准备（仍按期提醒）',
  HELP: '需要帮助（申请代办员协助，仍按期提醒）',
  NOT_THIS_YEAR: '今年不报（不再提醒，须说明原因）',
};

/** @param isOver the day is over: then only that it was done in time can be said */
export function answerFields(isOver: boolean): FormField[] {
  const offered = isOver ? (['SUBMITTED'] as const) : ownAnswers;
  return [
    {
      ...{ name: 'kind', label: '请选择', kind: 'radio' },
      options: offered.map((value) => ({ value, label: answerOptions[value] })),
    },
    ...(isOver
      ? []
      : [
          {
            ...({ name: 'reason', label: '原因（仅答复“今年不报”时填写）', kind: 'text' } as const),
            hint: '答复“今年不报”时必填，最多200字；其他答复无需填写。',
          },
        ]),
  ];
}

/** What somebody answers for their enterprise. */
export function readOwnAnswer(
  values: Values,
  { isOver }: { isOver: boolean },
): { answer: { kind: OwnAnswer; reason: string | null } | null; problems: readonly FieldProblem[] } {
  const kind = ownAnswers.find((one) => one === values.kind);
  if (!kind) return { answer: null, problems: [{ field: 'kind', text: '请选择答复。' }] };
  if (isOver && kind !== 'SUBMITTED') {
    const text = '该事项已截止，只能答复“已报送”；如需补办，请联系本局。';
    return { answer: null, problems: [{ field: 'kind', text }] };
  }
  if (kind !== 'NOT_THIS_YEAR') return { answer: { kind, reason: null }, problems: [] };
  const { written: reason, problems } = readWritten(values, 'reason', '答复“今年不报”请填写原因。');
  return problems.length > 0 ? { answer: null, problems } : { answer: { kind, reason }, problems };
}
