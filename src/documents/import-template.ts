import { sheetKinds, sheets, writtenColumns } from '../domain/workbook/columns.ts';
import { type SheetToWrite, xlsxBytes } from './write-xlsx.ts';

/** The empty workbook: all sheets, and one that explains them. */
export function importTemplate(): Promise<Buffer> {
  const empty = sheetKinds.map(
    (kind): SheetToWrite => ({ name: sheets[kind].name, columns: writtenColumns(kind), rows: [] }),
  );
  const explanations: SheetToWrite = {
    name: '填写说明',
    columns: [
      { header: '工作表', width: 10 },
      { header: '列', width: 20 },
      { header: '说明', width: 70 },
      { header: '示例', width: 24 },
      { header: '也可写作', width: 40 },
    ],
    rows: [
      ...general.map((text) => [null, null, text, null, null]),
      ...sheetKinds.flatMap((kind) =>
        writtenColumns(kind).map(({ header, explanation, example, also }) => [
          sheets[kind].name,
          header,
          explanation,
          example,
          also.join('、'),
        ]),
      ),
    ],
  };
  return xlsxBytes([...empty, explanations]);
}

const general = [
  '各表可以只填需要的，不需要的表可以删除；列的次序可以改变，列名请勿改动，可以另加“序号”“备注”列。',
  '请勿合并单元格；信用代码、手机、证书编号请保持文本格式，日期写成 2023-01-02 这样的形式。',
  '先检查、后写入：有一处错误就不写入任何数据。同一份文件再次导入不会改变任何内容。',
  '已登记的内容有变更时，先列出“原内容 → 新内容”，确认后才写入。空白单元格不改动已登记的内容。',
  '资金的金额、日期和文号登记后不能用表格更改：追加或调减用“资金明细”登记，登记有误的在对话或网页中冲销后重新登记。',
  '截止事项只登记尚未截止的；导入前列出每一项涉及的企业数，变更日期的，导入后将原日期和新日期通知所涉企业。',
  '资金的明细只增不改：已登记的明细再次导入不会重复登记；标明冲销或已冲销的行不导入。金额精确到分，单位须写明。',
];
