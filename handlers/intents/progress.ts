import { privatelyCard } from '../../cards/notice.ts';
import { staffRoles } from '../../src/core/actor.ts';
import type { Answer } from '../../src/core/card.ts';
import { argumentOf } from '../../src/core/said.ts';
import { type Context, defineIntent } from '../../src/dispatch/intent.ts';
import { applicationLabel } from '../../src/domain/applications.ts';
import { rolesThatMay } from '../../src/domain/permissions.ts';
import { readProgressQuestion } from '../../src/domain/progress-question.ts';
import { type ProgressRequest, readProgressArgument } from '../../src/domain/progress-request.ts';
import { statusLabels } from '../../src/domain/qualification.ts';
import { answerProgress, answerProgressQuestion, kindLabel } from '../progress-answers.ts';
import { takeStep } from '../progress-moves.ts';
import { revokeQualification } from '../progress-revoke.ts';

type Asked = { read(): ProgressRequest } | { question: string };

/** 进度: how far applications have come, and the steps they take. */
export const progress = defineIntent<Asked>({
  id: 'progress',
  command: '进度',
  permission: 'progress.ask',
  inGroup: 'answer',
  examples: [
    { say: '进度', gets: '本企业的申报进度', roles: ['contact'] },
    { say: '我们高企申报到哪一步了', gets: '本企业高新技术企业的申报进度', roles: ['contact'] },
    { say: '/进度 提交', gets: '把填报好的申报提交初审', roles: ['contact'] },
    { say: '/进度', gets: '在办的申报，按状态计数', roles: staffRoles },
    { say: '/进度 企业简称', gets: '某企业的申报进度', roles: staffRoles },
    { say: '/进度 S-12', gets: '一项申报的办理记录和可以办理的事项', roles: staffRoles },
    {
      say: '/进度 S-12 推荐 开科发〔2023〕12号 2023-07-10',
      gets: '登记一步（退回、上报、公示、认定、未通过、撤回同理）',
      roles: rolesThatMay('application.decide'),
    },
    {
      say: '/进度 取消资质 企业简称 高企 文号 日期 原因',
      gets: '取消已认定的资质',
      roles: rolesThatMay('application.decide'),
    },
  ],
  read(said) {
    const argument = argumentOf(said, ['进度', '申报进度', '办理进度', '查进度']);
    if (argument !== null) return { read: () => readProgressArgument(argument) };
    // A question is one sentence; what is longer is something else.
    const isQuestion = said.text.length <= 80 && readProgressQuestion(said.text) !== null;
    return isQuestion ? { question: said.text } : null;
  },
  async run(ctx, asked) {
    if ('read' in asked) {
      const request = asked.read();
      return ctx.place === 'group' ? inGroup(ctx, request) : answerProgress(ctx, request);
    }
    const { question } = asked;
    return ctx.place === 'group'
      ? { here: privatelyCard(), privately: question }
      : answerProgressQuestion(ctx, question);
  },
});

function inGroup(ctx: Context, request: ProgressRequest): Answer | Promise<Answer> {
  // Nothing is done in a group; that it cannot be done here is said by who does it.
  if (request.of === 'move') return takeStep(ctx, request);
  if (request.of === 'revoke') return revokeQualification(ctx, request);
  return { here: privatelyCard(), privately: `/进度${wordsOf(request)}` };
}

/** The request as it is asked again one-to-one. */
function wordsOf(request: Exclude<ProgressRequest, { of: 'move' | 'revoke' }>): string {
  switch (request.of) {
    case 'one':
      return ` ${applicationLabel(request.number)}`;
    case 'enterprise':
      return ` ${request.name}${kindLabel(request.kind) && ` ${kindLabel(request.kind)}`}`;
    case 'list': {
      const what = request.status ? statusLabels[request.status] : kindLabel(request.kind);
      return `${what && ` ${what}`}${request.page > 1 ? ` 第${request.page}页` : ''}`;
    }
  }
}
