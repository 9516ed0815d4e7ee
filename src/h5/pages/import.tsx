/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import type { ImportProgress, ImportRecord } from '../../domain/exchange.ts';
import { type Page as ListPage, pageOf } from '../../domain/paging.ts';
import { sheets } from '../../domain/workbook/columns.ts';
import type { Problem } from '../../domain/workbook/problem.ts';
import {
  concernedCount,
  countLines,
  isUnchanged,
  type ReportedChange,
  type ReportedConcerned,
  unchangedText,
} from '../../domain/workbook/report.ts';
import type { Page } from './layout.tsx';
import { PostButton } from './login.tsx';
import { Pager } from './own.tsx';

const rowsAPage = 50;
const refreshSeconds = 3;

/** Where a workbook is chosen. */
export function uploadPage(options: { action: string; template: string; csrf: string }): Page {
  const { action, template, csrf } = options;
  return {
    title: '导入',
    subtitle:
      '导入企业、联系人、资质、专项资金、截止事项。检查后列出需要改正的位置，或新增、变更的内容；确认后一次写入。',
    body: (
      <>
        <section class="panel">
          <h2>一、下载空白表</h2>
          <p>“填写说明”中有每一列的要求；已有导出的表也可以修改后再导入。</p>
          <a class="button secondary" href={template}>
            下载空白表
          </a>
        </section>
        <form class="panel" method="post" action={action} enctype="multipart/form-data">
          <h2>二、上传填好的表</h2>
          <input type="hidden" name="csrf" value={csrf} />
          <label for="file">.xlsx 文件，不超过 20 MB</label>
          <input id="file" name="file" type="file" accept=".xlsx,.xlsm" required />
          <button class="button" type="submit">
            上传并检查
          </button>
          <p class="hint">检查不写入任何数据。</p>
        </form>
      </>
    ),
  };
}

const stages: Record<ImportProgress['stage'], string> = {
  read: '正在读取文件',
  compare: '正在与已登记的内容比较',
  write: '正在写入',
  tidy: '正在收尾',
};

/** Long work goes on; the page looks again by itself. */
export function progressPage(options: { title: string; progress: ImportProgress | null; again: string }): Page {
  const { title, progress, again } = options;
  const { done = 0, total = null } = progress ?? {};
  const text = progress ? stages[progress.stage] : '等待处理';
  return {
    title,
    refreshSeconds,
    body: (
      <section class="panel" aria-live="polite">
        <p>{total === null ? `${text}${done > 0 ? `，已处理${done}行` : ''}。` : `${text}：${done} / ${total}。`}</p>
        {total === null ? <progress /> : <progress value={done} max={Math.max(1, total)} />}
        <p class="hint">
          本页每{refreshSeconds}秒自动刷新，可以离开后再回来。<a href={again}>立即刷新</a>
        </p>
      </section>
    ),
  };
}

/** What a check found, or what became of an import. */
export function importPage(options: {
  record: ImportRecord;
  /** What has just gone wrong, if anything. */
  problem: string | null;
  part: number;
  address: string;
  upload: string;
  csrf: string;
}): Page {
  const { record, problem, part, address, upload, csrf } = options;
  const { state, report } = record;
  const { problems, problemCount, changes, changeCount, concerned, notes } = report;
  const isOpen = state === 'CHECKED' && !isUnchanged(report);
  const shownProblems = pageOf(problems, part, rowsAPage);
  const shownChanges = pageOf(changes, part, rowsAPage);
  return {
    title: heading(record),
    subtitle: explanation(record),
    body: (
      <>
        {problem && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {problemCount === 0 && (
          <ul class="panel plainly">
            {countLines(report).map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        )}
        {isOpen && concerned.length > 0 && <ConcernedTable rows={concerned} />}
        {isOpen && (
          <div class="actions">
            <PostButton action={`${address}/apply`} csrf={csrf} text="确认导入" />
            <PostButton action={`${address}/discard`} csrf={csrf} text="放弃" isPlain />
          </div>
        )}
        {problemCount > 0 && (
          <section class="panel">
            <h2>{`需要改正的位置（${problemCount}处）`}</h2>
            <ProblemTable part={shownProblems} />
            <Pager part={shownProblems} address={address} />
            {left(problemCount, problems.length)}
          </section>
        )}
        {problemCount === 0 && changeCount > 0 && (
          <section class="panel">
            <h2>{`变更${changeCount}处`}</h2>
            <ChangeTable part={shownChanges} />
            <Pager part={shownChanges} address={address} />
            {left(changeCount, changes.length)}
          </section>
        )}
        {notes.length > 0 && (
          <section class="panel">
            <h2>提示</h2>
            <ul class="plainly">
              {notes.map((note) => (
                <li>{note}</li>
              ))}
            </ul>
          </section>
        )}
        {!isOpen && (
          <p>
            <a class="button secondary" href={upload}>
              上传另一份文件
            </a>
          </p>
        )}
      </>
    ),
  };
}

function left(count: number, kept: number): VNode | null {
  return count > kept ? <p class="hint">{`另有${count - kept}处未列出，请改正后重新检查。`}</p> : null;
}

function ProblemTable({ part }: { part: ListPage<Problem> }): VNode {
  return (
    <table class="stacks">
      <thead>
        <tr>
          <th>工作表</th>
          <th>行</th>
          <th>列</th>
          <th>问题</th>
        </tr>
      </thead>
      <tbody>
        {part.rows.map(({ sheet, row, column, reason }) => (
          <tr>
            <td data-label="工作表">{sheet ?? '整个文件'}</td>
            <td data-label="行">{row ?? '—'}</td>
            <td data-label="列">{column ?? '—'}</td>
            <td data-label="问题">{reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Before 确认导入 is pressed: whom each deadline concerns, and what they hear of it. */
function ConcernedTable({ rows }: { rows: readonly ReportedConcerned[] }): VNode {
  return (
    <section class="panel">
      <h2>{`截止事项涉及的企业（${rows.length}项）`}</h2>
      <table class="stacks">
        <thead>
          <tr>
            <th>行</th>
            <th>事项</th>
            <th>材料到开发区</th>
            <th>对象</th>
            <th>涉及企业</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, title, isNew, due, audience, ...of }) => (
            <tr>
              <td data-label="行">{row}</td>
              <td data-label="事项">{`${title}（${isNew ? '新增' : '变更'}）`}</td>
              <td data-label="材料到开发区">{due}</td>
              <td data-label="对象">{audience}</td>
              <td data-label="涉及企业">{concernedCount(of)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ChangeTable({ part }: { part: ListPage<ReportedChange> }): VNode {
  return (
    <table class="stacks">
      <thead>
        <tr>
          <th>位置</th>
          <th>企业、批次或事项</th>
          <th>内容</th>
          <th>原内容</th>
          <th>新内容</th>
        </tr>
      </thead>
      <tbody>
        {part.rows.map(({ sheet, row, enterprise, subject, column, before, after }) => (
          <tr>
            <td data-label="位置">{`${sheets[sheet].name}第${row}行`}</td>
            <td data-label="企业、批次或事项">{subject === '' ? enterprise : `${enterprise} ${subject}`}</td>
            <td data-label="内容">{column}</td>
            <td data-label="原内容">{before}</td>
            <td data-label="新内容">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function heading({ state, report }: ImportRecord): string {
  if (report.problemCount > 0) return '文件需要改正';
  switch (state) {
    case 'CHECKED':
      return isUnchanged(report) ? '没有需要导入的内容' : '请确认导入';
    case 'APPLYING':
      return '正在导入';
    case 'APPLIED':
      return '导入完成';
    case 'DISCARDED':
      return '已放弃导入';
    case 'FAILED':
      return '导入没有成功';
  }
}

function explanation({ state, report }: ImportRecord): string {
  if (report.problemCount > 0) return '没有写入任何数据。请全部改正后重新上传。';
  switch (state) {
    case 'CHECKED':
      return isUnchanged(report) ? `${unchangedText(report)}，没有写入任何数据。` : '确认之前不写入任何数据。';
    case 'APPLYING':
      return '写入期间其他查询不受影响，数据在完成时一并生效。';
    case 'APPLIED':
      return '同一份文件再次导入不会改变任何内容。';
    case 'DISCARDED':
      return '没有写入任何数据，收到的文件已删除。';
    case 'FAILED':
      return '没有写入任何数据，请重新上传文件。';
  }
}
