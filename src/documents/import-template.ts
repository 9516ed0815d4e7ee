import { sheetKinds, sheets } from '../domain/workbook/columns.ts';
import { type SheetToWrite, xlsxBytes } from './write-xlsx.ts';

/** The empty workbook: the three sheets, and one that explains them. */
export function importTemplate(): Promise<Buffer> {
  const empty = sheetKinds.map(
    (kind): SheetToWrite => ({ name: sheets[kind].name, columns: Object.values(sheets[kind].columns), rows: [] }),
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
        Object.values(sheets[kind].columns).map(({ header, explanation, example, also }) => [
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
  '三张表可以只填一张或两张，不需要的表可以删除；列的次序可以改变，列名请勿改动，可以另加“序号”“备注”列。',
  '请勿合并单元格；信用代码、手机、证书编号请保持文本格式，日期写成 2023-01-02 这样的形式。',
  '先检查、后写入：有一处错误就不写入任何数据。同一份文件再次导入不会改变任何内容。',
  '已登记的内容有变更时，先列出“原内容 → 新内容”，确认后才写入。空白单元格不改动已登记的内容。',
];
