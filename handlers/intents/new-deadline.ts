import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { dateOf } from '../../src/domain/calendar.ts';
import { newDeadlineWords, readNewDeadline } from '../../src/domain/deadlines/new-deadline.ts';
import { enterDeadline } from '../deadline-entering.ts';

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
    // What a button says: the line as it was read back.
    const isConfirmed = /^确认\s/u.test(argument);
    const text = `新增截止 ${argument.replace(/^确认\s+/u, '')}`.trim();
    const reading = readNewDeadline({ text, slash: true }, dateOf(ctx.now));
    return reading && enterDeadline(ctx, reading, isConfirmed);
  },
});
