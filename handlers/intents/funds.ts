import { staffRoles } from '../../src/core/actor.ts';
import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { dateOf, yearOf } from '../../src/domain/calendar.ts';
import { isFundOrder } from '../../src/domain/funds/order.ts';
import { readFundQuestion } from '../../src/domain/funds/question.ts';
import { type FundRequest, readFundRequest } from '../../src/domain/funds/request.ts';
import { answerFunds } from '../fund-asking.ts';

const ofStaff = staffRoles.filter((role) => role !== 'agent');

/** 资金: what came, what was spent, what is left; for an enterprise of its own, for staff of all. Entering is elsewhere. */
export const funds = defineIntent<{ read(thisYear: number): FundRequest; isCommand: boolean }>({
  id: 'funds',
  command: '资金',
  permission: 'fund.ask',
  inGroup: 'privately',
  examples: [
    { say: '资金', gets: '本企业各项目的批复、到位、支出、余额', roles: ['contact'] },
    { say: '专项资金还剩多少', gets: '本企业专项资金的余额', roles: ['contact'] },
    { say: '/资金 明细', gets: '本企业资金的每一笔及文号', roles: ['contact'] },
    { say: '/资金 2023', gets: '某年获得的专项资金，按级次、批次，附图', roles: ofStaff },
    { say: '/资金 B-03', gets: '一个批次及其项目（项目写 P-03）', roles: ofStaff },
    { say: '/资金 企业简称', gets: '某企业的专项资金', roles: ofStaff },
    { say: '/资金 2023 按企业', gets: '按级次、类别、批次、企业或项目汇总', roles: ofStaff },
    { say: '/资金 执行率', gets: '支出执行率、预算执行率、拨付率、到位率', roles: ofStaff },
    { say: '/资金 待验收', gets: '到期和即将到期的项目', roles: ofStaff },
  ],
  read(said) {
    const argument = argumentOf(said, ['资金', '专项资金', '查资金']);
    if (argument !== null) {
      if (isFundOrder(argument)) return null;
      return { read: (thisYear) => readArgument(argument, thisYear), isCommand: true };
    }
    // A question is one sentence; what is longer is something else.
    const question = said.text.length <= 80 ? readFundQuestion(said.text) : null;
    return question && { read: () => question, isCommand: false };
  },
  async run(ctx, { read, isCommand }) {
    const request = read(yearOf(dateOf(ctx.now)));
    return answerFunds(ctx, request, isCommand);
  },
});

/** What stands behind the command may be a question itself: `/资金 还剩多少`, `/资金 我们的钱到了没有`. */
function readArgument(argument: string, thisYear: number): FundRequest {
  const request = readFundRequest(argument, thisYear);
  if (request.of !== 'enterprise') return request;
  return readFundQuestion(argument) ?? readFundQuestion(`专项资金${argument}`) ?? request;
}
