import type { AskedIndicator } from '../domain/reports/asked.ts';
import { figureAsTyped } from '../domain/reports/cell.ts';
import { audienceLabels, indicatorKindLabels, unitLabels } from '../domain/reports/indicators.ts';
import { formatPeriod } from '../domain/reports/period.ts';
import {
  monthHeader,
  notAsked,
  type ReportTemplate,
  type TemplateMonth,
  templateRows,
  templateSheet,
  templateWords,
} from '../domain/reports/template.ts';
import { type CellToWrite, type SheetToWrite, xlsxBytes } from './write-xlsx.ts';

/**
 * The sheet that an enterprise fills in: a row an indicator, as on the form, and a column a month. So the names stand in
 * full on a phone, one month is beside them without moving the sheet sideways, and what a month does not ask is to be seen.
 */
export function reportTemplate(template: ReportTemplate): Promise<Buffer> {
  return xlsxBytes([figures(template), explanations(template)]);
}

interface MonthColumn {
  month: TemplateMonth;
  of: 'MONTH' | 'TOTAL';
}

function figures(template: ReportTemplate): SheetToWrite {
  const columns = template.months.flatMap((month): MonthColumn[] => [
    { month, of: 'MONTH' },
    ...(month.totals.size > 0 ? [{ month, of: 'TOTAL' } as const] : []),
  ]);
  return {
    name: templateSheet,
    frozenColumns: 1,
    columns: [
      { header: templateWords.indicator, width: 30 },
      ...columns.map(({ month: { period }, of }) => ({ header: monthHeader(period, of), width: 16 })),
      { header: templateWords.unit, width: 8 },
      { header: templateWords.note, width: 40 },
    ],
    rows: [
      [`${templateWords.enterprise}：${template.enterprise.name}`],
      ...templateRows(template).map((row) => [
        `${row.isRequired ? '*' : ''}${row.label}`,
        ...columns.map((column) => cellOf(row, column)),
        unitLabels[row.unit],
        row.kind === 'STOCK' ? `月末数${row.note ? `；${row.note}` : ''}` : row.note,
      ]),
      // Below the figures, where it is in nobody's way.
      [templateWords.version, ...columns.map(({ month, of }) => (of === 'MONTH' ? String(month.version) : null))],
    ],
  };
}

function cellOf({ key }: AskedIndicator, { month, of }: MonthColumn): CellToWrite {
  const asked = month.asked.find((one) => one.key === key);
  if (!asked || (of === 'TOTAL' && !month.totals.has(key))) return notAsked;
  const cell = month.known.get(key);
  const value = (of === 'MONTH' ? cell?.month : cell?.total) ?? null;
  return { number: value === null ? null : figureAsTyped(asked, value), whole: asked.unit !== 'WAN' };
}

function explanations(template: ReportTemplate): SheetToWrite {
  const months = template.months.map(({ period, isLate }) => `${formatPeriod(period)}${isLate ? '（补报）' : ''}`);
  return {
    name: '填写说明',
    columns: [
      { header: '指标', width: 30 },
      { header: '单位', width: 8 },
      { header: '填报对象', width: 28 },
      { header: '必填', width: 8 },
      { header: '填法', width: 20 },
      { header: '说明', width: 60 },
    ],
    rows: [
      ...general(months).map((text) => [null, null, null, null, null, text]),
      ...templateRows(template).map(({ label, unit, asked, isRequired, kind, mayBeNegative, note }) => [
        label,
        unitLabels[unit],
        asked.map((one) => audienceLabels[one]).join('、'),
        isRequired ? '必填' : '选填',
        indicatorKindLabels[kind],
        [
          unit === 'WAN' ? '最多两位小数' : '整数',
          mayBeNegative ? '可为负数' : '不能为负数',
          ...(note === null ? [] : [note]),
        ].join('；'),
      ]),
    ],
  };
}

const general = (months: readonly string[]) => [
  `可填报月份：${months.join('、')}。一列一个月份，列名请勿改动；不填报的月份可删除整列。`,
  '请填本月发生数；人员、有效专利等填月末数。累计由系统按上月累计加本月自动计算；上月累计缺失的，表中另有“累计”列，请一并填写。也可自行增加该列，列名如“2026年9月累计”。',
  '已预填系统中已有的数据。月末数预填的是上月数（沿用），有变化请改写；未改动的仍按沿用处理，提交前会再次提示。',
  '空白单元格表示不填报，不会清除已填内容；没有发生的请填 0。标“—”的不需填写。“*”为必填指标。',
  '金额单位为万元；请勿合并单元格，请勿改动企业全称和“表格版本”一行。公式按文件保存时的计算结果读取。',
  '填好后在与智能机器人（企业微信）或机器人（钉钉）的单聊中发送本文件。读取后只保存为草稿，须逐月核对确认后才算提交。',
];
