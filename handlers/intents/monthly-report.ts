import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { ownReports } from '../report-own.ts';

/** 月报: an enterprise's own, for staff those of all. */
export const monthlyReport = defineIntent<string>({
  id: 'monthly-report',
  command: '月报',
  permission: 'report.ask',
  inGroup: 'privately',
  examples: [
    { say: '/月报', gets: '当前月报状态和往期填报', roles: ['contact'] },
    { say: '/月报 零报 本月停产', gets: '零报告', roles: ['contact'] },
  ],
  read: (said) => argumentOf(said, ['月报', '月度报表']),
  run: (ctx, argument) => ownReports(ctx, argument),
});
