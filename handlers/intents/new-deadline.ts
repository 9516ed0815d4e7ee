import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { newDeadlineWords, readNewDeadline } from '../../src/domain/deadlines/new-deadline.ts';
import { type EnteringStep, enterDeadline } from '../deadline-entering.ts';

/** 新增截止: a deadline typed in one line, read back with whom it concerns, entered when it is confirmed. */
export const newDeadline = defineIntent<string>({
  id: 'new-deadline',
  command: '新增截止',
  permission: 'deadline.manage',
  inGroup: 'refuse',
  examples: [
    {
      say: '/新增截止 高企认定 2024年第二批 7月10日 24:00 推荐上报 7月17日 对象 当年到期高企、有效科小 文号 内科高字〔2024〕8号',
      gets: '登记截止事项，核对对象后确认',
    },
  ],
  read: (said) => argumentOf(said, newDeadlineWords),
  async run(ctx, argument) {
    const { step, line } = cutStep(argument);
    const reading = readNewDeadline({ text: `新增截止 ${line}`.trim(), slash: true }, dateOf(ctx.now));
    return reading && enterDeadline(ctx, reading, step);
  },
});

/** What a button says: the line as it was read back, and what is confirmed of it. */
function cutStep(argument: string): { step: EnteringStep; line: string } {
  const change = /^变更 J-(?<number>\d{1,6}) #(?<seen>\d{1,6}) 确认\s+/u.exec(argument);
  if (change) {
    const { number, seen } = change.groups ?? {};
    const changes = { number: Number(number), seen: Number(seen) };
    return { step: { isConfirmed: true, changes }, line: argument.slice(change[0].length) };
  }
  const isConfirmed = /^确认\s/u.test(argument);
  return { step: { isConfirmed, changes: null }, line: argument.replace(/^确认\s+/u, '') };
}
