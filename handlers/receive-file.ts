import { noticeCard } from '../cards/notice.ts';
import type { Answer } from '../src/core/card.ts';
import type { Context } from '../src/dispatch/intent.ts';
import { importBytesAtMost, isWorkbookName } from '../src/domain/exchange.ts';
import { may } from '../src/domain/permissions.ts';
import { reportBytesAtMost } from '../src/domain/reports/files.ts';
import { importCheck } from './works/import-check.ts';
import { reportWorkbook } from './works/report-workbook.ts';

/** A file that was sent one-to-one: a workbook to import, or a contact's figures; nothing else is taken. */
export async function receiveFile(ctx: Context, name: string): Promise<Answer> {
  if (may(ctx.actor.role, 'report.file')) return receiveReports(ctx, name);
  if (!may(ctx.actor.role, 'data.import')) {
    return { here: noticeCard('暂不支持', '目前不能接收文件，请用文字发送，例如“/帮助”。') };
  }
  if (!isWorkbookName(name)) {
    const text = '目前只能接收用于导入的 .xlsx 文件。发送“/导入”获取空白表和填写说明。';
    return { here: noticeCard('暂不支持该文件', text) };
  }
  const bytes = await ctx.fetchFile(importBytesAtMost);
  const attachmentId = await ctx.exchange.keep(ctx.doer, { name, bytes });
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: importCheck.name, args: { attachmentId } });
  return { here: noticeCard('已收到文件', '正在检查，完成后将告知结果；检查期间不写入任何数据。') };
}

/** 月报 of the own enterprise. Of which one is found in the file: who speaks for several sends the sheet of each. */
async function receiveReports(ctx: Context, name: string): Promise<Answer> {
  if (!isWorkbookName(name)) {
    const text = '目前只能接收填好的月报表格（.xlsx）。发送“/月报 模板”获取表格和填写说明。';
    return { here: noticeCard('暂不支持该文件', text) };
  }
  const bytes = await ctx.fetchFile(reportBytesAtMost);
  const attachmentId = await ctx.exchange.keep(ctx.doer, { name, bytes });
  await ctx.exchange.begin(ctx.doer, { to: ctx.sender, work: reportWorkbook.name, args: { attachmentId } });
  return { here: noticeCard('已收到月报表格', '正在读取，完成后将告知结果；读取后只保存为草稿，确认后才算提交。') };
}
