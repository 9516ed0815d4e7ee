import type { ScriptedDeadline } from './script.ts';

type Row = Omit<ScriptedDeadline, 'audience' | 'changes' | 'withdrawnAt'> & {
  /** A number: so many per cent of the firms, chosen one by one. */
  audience: Exclude<ScriptedDeadline['audience'], readonly string[]> | number;
  changes?: ScriptedDeadline['changes'];
  withdrawnAt?: string;
};

const row = (
  [program, kind, due, enteredAt, audience]: readonly [string, Row['kind'], string, string, Row['audience']],
  also: Pick<Row, 'changes' | 'withdrawnAt'> = {},
): Row => ({ program, kind, due, enteredAt, audience, ...also });

/**
 * The 24 of the year: by notice and in time, at short notice, on days off, before eight and after nine in the evening, before a
 * long holiday in which four leads become one day, two on one day, two that are moved and one that is withdrawn.
 */
export const deadlineRows: readonly Row[] = [
  row(['综合统计快报', 'DUTY', '2024-01-19', '2024-01-02T10:00', 'certificate-valid']),
  row(['火炬统计年报', 'DUTY', '2024-03-31', '2024-01-08T14:00', 'certificate-valid']),
  row(['信息更新与自评', 'CALL', '2024-03-29', '2024-01-15T07:30', 30]),
  row(['春节安全自查', 'DUTY', '2024-02-16', '2024-01-10T11:00', 'everybody']),
  row(['科技创新民营百强', 'CALL', '2024-04-25', '2024-04-22T16:00', 'everybody']),
  row(['高企认定首批', 'CALL', '2024-05-10', '2024-03-28T09:40', 'certificate-ends-this-year']),
  row(['高企认定次批', 'CALL', '2024-07-10', '2024-05-22T10:00', 'certificate-ends-this-year']),
  row(['高企认定末批', 'CALL', '2024-09-10', '2024-07-22T10:00', 'certificate-ends-this-year']),
  row(['科技活动周展位', 'CALL', '2024-05-17', '2024-05-16T08:05', 25]),
  row(['年度发展情况报表', 'DUTY', '2024-05-31', '2024-04-02T10:00', 'certificate-valid']),
  row(['加计扣除汇算清缴', 'DUTY', '2024-05-31', '2024-04-10T10:00', 'everybody']),
  row(['自治区重点项目', 'CALL', '2024-06-18', '2024-05-20T22:10', 20]),
  row(['百名专家需求', 'CALL', '2024-06-28', '2024-05-13T10:00', 40], { withdrawnAt: '2024-06-17T21:30' }),
  row(['国家重点研发计划', 'CALL', '2024-07-19', '2024-06-25T15:00', 15]),
  row(['中试平台备案', 'CALL', '2024-08-20', '2024-07-01T10:00', 10]),
  row(['高企培育入库', 'CALL', '2024-08-31', '2024-08-10T10:00', 'certificate-valid']),
  row(['研发投入后补助', 'CALL', '2024-09-15', '2024-07-30T10:00', 'everybody']),
  row(['科普日活动方案', 'CALL', '2024-09-20', '2024-09-01T06:30', 20]),
  row(['科技领军企业认定', 'CALL', '2024-09-30', '2024-08-12T10:00', 'certificate-valid'], {
    changes: [{ at: '2024-09-12T10:20', due: '2024-10-15' }],
  }),
  row(['国庆安全自查', 'DUTY', '2024-10-08', '2024-08-28T10:00', 'everybody']),
  row(['技术合同登记核对', 'DUTY', '2024-11-15', '2024-10-09T10:00', 30], {
    changes: [{ at: '2024-11-06T15:30', due: '2024-11-08' }],
  }),
  row(['特派员年度考核', 'DUTY', '2024-11-29', '2024-10-22T10:00', 12]),
  row(['评价信息抽查', 'CALL', '2024-12-15', '2024-11-04T10:00', 25]),
  row(['年度总结材料', 'DUTY', '2024-12-31', '2024-11-20T10:00', 'everybody']),
];
