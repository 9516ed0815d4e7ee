import type { Button, Card } from '../src/core/card.ts';
import { formatDate } from '../src/domain/calendar.ts';
import { formatFigure, spokenFigure } from '../src/domain/reports/cell.ts';
import { reasons, reasonsFor, type SoftFinding } from '../src/domain/reports/finding.ts';
import type { ReportLook } from '../src/domain/reports/look.ts';
import { enterpriseWord } from '../src/domain/reports/own-request.ts';
import { formatPeriod, monthOfPeriod } from '../src/domain/reports/period.ts';
import { reportSubject } from '../src/domain/reports/record.ts';
import { reportStatusLabels } from '../src/domain/reports/status.ts';
import { isReady, saysWhy } from '../src/domain/reports/view.ts';
import { windowOf } from '../src/domain/reports/window.ts';
import { reportForm } from './report-form.ts';
import { countFields, findingBlocks, labelWithUnit, reportButton, reportName, tableBlocks } from './report-parts.ts';

/** A card beside its text names whose it is: two may come one after the other. Advised are 26 characters in all. */
function shortName({ name }: ReportLook['enterprise']): string {
  const characters = [...name];
  return characters.length <= 14 ? name : `${characters.slice(0, 13).join('')}…`;
}

const isLacking = ({ findings }: ReportLook['view']) => findings.some(({ severity }) => severity === 'hard');

const howToType = '直接发送数字即可，例如“营收320万 研发18.5万 职工46人”；未写单位的金额按万元计并请您核对。';

/** The round is open, or somebody asks to fill in: what is asked, until when, and last month's figures. */
export function reportOpenCard(look: ReportLook, url: string): Card {
  const { enterprise, view, past, openings } = look;
  const { period, rows, openness } = view;
  const { closesOn, lateUntil } = windowOf(period);
  const lastDay = [lateUntil, ...openings.map((one) => one.until)].sort().at(-1) ?? lateUntil;
  const whose = enterpriseWord(enterprise.id);
  const until =
    openness === 'open'
      ? `请于${formatDate(closesOn)}24:00前填报。`
      : `填报期已于${formatDate(closesOn)}结束，补报请于${formatDate(lastDay)}前完成并说明原因。`;
  const required = rows.filter(({ indicator }) => indicator.isRequired);
  const known = rows.filter(({ last }) => last !== null);
  return {
    title: `请填报${reportName(period)}`,
    blocks: [
      { kind: 'text', text: `${enterprise.name}：${reportName(period)}已开始填报。${until}` },
      { kind: 'text', text: `必填：${required.map(({ indicator }) => indicator.label).join('、')}。` },
      ...(past.previous === null
        ? [{ kind: 'text' as const, text: '没有上月数据，本年累计请一并填写（如“营收320万 累计3000万”）。' }]
        : [
            {
              kind: 'fields' as const,
              heading: '上月填报',
              fields: known.map((row) => ({
                label: labelWithUnit(row),
                value: formatFigure(row.indicator, row.last),
              })),
            },
          ]),
    ],
    form: reportForm(look),
    insteadOfForm: howToType,
    buttons: [
      reportButton('零报：无业务', `月报 ${whose} 零报 ${period} 本月无业务`),
      reportButton('零报：停产', `月报 ${whose} 零报 ${period} 本月停产`),
      reportButton('多月模板', `月报 ${whose} 模板`),
    ],
    insteadOfButtons: `本月没有发生数的，请发送“/月报 零报 ${period} 原因”；查看往期请发送“/月报”。`,
    brief: {
      title: `${shortName(enterprise)}：请填报${monthOfPeriod(period)}月月报`,
      fields: [
        { label: '截止', value: `${formatDate(openness === 'open' ? closesOn : lastDay)}24:00` },
        { label: '必填', value: `${required.length}项` },
      ],
    },
    subject: reportSubject(enterprise.id, period),
    link: { text: '打开填报页面', url },
    confidential: true,
  };
}

/** Everything that was read and everything that was found, and what can be done next. */
export function reportDraftCard(look: ReportLook, url: string, remarks: readonly string[] = []): Card {
  const { enterprise, view } = look;
  const { period, record, isCorrection, hasChanges } = view;
  const ready = isReady(view);
  const buttons = nextButtons(look);
  const returned = record?.returned;
  return {
    title: `请核对${reportName(period)}${isCorrection ? '更正' : ''}`,
    blocks: [
      {
        kind: 'text',
        text: `${enterprise.name}，${reportStatusLabels[view.status]}。${hasChanges ? '以下内容尚未提交。' : ''}`,
      },
      ...(returned
        ? [{ kind: 'text' as const, text: `退回原因：${returned.reason}（请于${formatDate(returned.dueOn)}前修改）` }]
        : []),
      ...(remarks.length > 0 ? [{ kind: 'list' as const, heading: '请留意', items: remarks }] : []),
      ...tableBlocks(view),
      ...findingBlocks(view),
      { kind: 'text', text: nextStep(look, ready) },
    ],
    form: reportForm(look),
    insteadOfForm: `如需补充或修改，请直接发送数字，例如“研发18.5万”。${spendingHint(look)}`,
    ...(buttons.length > 0 ? { buttons } : {}),
    insteadOfButtons: typedWays(look, ready),
    brief: {
      title: `${shortName(enterprise)}：${monthOfPeriod(period)}月月报${ready ? '可以提交' : isLacking(view) ? '待补充' : '待说明'}`,
      fields: countFields(view),
    },
    subject: reportSubject(enterprise.id, period),
    link: { text: '打开填报页面', url },
    confidential: true,
  };
}

/** In a sentence of its own a spending would be a 自报 of the fund ledger: here it is a figure of the month. */
function spendingHint({ view }: ReportLook): string {
  const isMissing = view.rows.some(({ indicator, origin }) => indicator.project !== null && origin === 'none');
  if (!isMissing) return '';
  const projects = view.rows.flatMap(({ indicator: { project } }) => project ?? []);
  const [first = 0] = projects;
  const sample = projects.length > 1 ? `P-${String(first).padStart(2, '0')} ` : '';
  return `专项资金支出请发送“/填报 ${sample}专项资金支出3.5万”（没有发生的填0${sample === '' ? '' : '，逐个项目发送'}）。`;
}

function nextStep({ view }: ReportLook, ready: boolean): string {
  if (!ready) return view.unexplained.length > 0 ? '说明或更正后即可提交。' : '补齐或更正后即可提交。';
  const why = saysWhy(view);
  if (why === 'correction') return '该期月报已提交，修改作为更正处理，提交时请说明更正原因。';
  if (why === 'late') return '填报期已结束，提交时请说明补报原因。';
  return '核对无误后请确认提交；确认前不作为已提交。';
}

function typedWays({ view }: ReportLook, ready: boolean): string {
  const { period, unexplained } = view;
  const [first] = unexplained;
  if (first) return `说明请发送“/月报 说明 ${period} ${nameOf(view.rows, first)} 原因”。`;
  if (!ready) return '补充请直接发送缺少的数字。';
  const reason = saysWhy(view) === null ? '' : ' 原因';
  return `确认请发送“/月报 确认 ${period}${reason}”。`;
}

function nameOf(rows: ReportLook['view']['rows'], { keys, id }: SoftFinding): string {
  return rows.find(({ indicator }) => indicator.key === keys[0])?.indicator.label ?? id;
}

const buttonsAtMost = 6;
/** Of WeCom's button card: what is longer is cut on the screen (企业微信 发送应用消息 90236). */
const buttonCharactersAtMost = 10;

const usualReasons = {
  late: [
    ['补报：结账延迟', '财务结账延迟'],
    ['补报：人员变动', '经办人员变动'],
    ['补报：网络故障', '网络或系统故障'],
  ],
  correction: [
    ['更正：数据有误', '原填报数据有误'],
    ['更正：结账调整', '财务结账后调整'],
    ['更正：口径调整', '统计口径调整'],
  ],
} as const;

/** The first open question first: a card holds six buttons, the others come when it is answered. */
function nextButtons(look: ReportLook): Button[] {
  const { view } = look;
  const { record, version, period, unexplained, rows } = view;
  if (!record) return [];
  const seen = `${record.id} ${version}`;
  const [question] = unexplained;
  const buttons: Button[] = [];
  if (question) {
    const { suggestion } = question;
    const row = rows.find(({ indicator }) => indicator.key === suggestion?.key);
    if (suggestion && row) {
      const figure = spokenFigure(row.indicator, suggestion.month);
      buttons.push(
        reportButton(
          correctionText(figure),
          `填报 ${enterpriseWord(look.enterprise.id)} ${formatPeriod(period)} ${row.indicator.label} ${figure}`,
        ),
      );
    }
    const which = unexplained.length > 1 ? '1.' : '';
    for (const code of reasonsFor[question.rule]) {
      buttons.push(
        reportButton(shortened(`${which}${reasons[code]}`), `月报 说明 ${record.id} ${question.id} ${code}`),
      );
    }
  } else if (isReady(view) && (view.hasChanges || !record.submission || record.state === 'RETURNED')) {
    const why = saysWhy(view);
    if (why === null) buttons.push(reportButton('确认提交', `月报 确认 ${seen}`));
    else
      for (const [text, reason] of usualReasons[why]) buttons.push(reportButton(text, `月报 确认 ${seen} ${reason}`));
    if (rows.some(({ origin }) => origin === 'carried')) buttons.push(reportButton('沿用值无误', `月报 沿用 ${seen}`));
  }
  if (view.hasChanges && record.submission) buttons.push(reportButton('放弃修改', `月报 放弃 ${seen}`));
  return buttons.slice(0, buttonsAtMost);
}

/** As much as fits on a button: never half a number. */
function correctionText(figure: string): string {
  const short = figure.replace(/元$/u, '');
  const fitting = [`改为${figure}`, `改为${short}`, `改${short}`].find((text) => text.length <= buttonCharactersAtMost);
  return fitting ?? '按提示改正单位';
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= buttonCharactersAtMost
    ? text
    : `${characters.slice(0, buttonCharactersAtMost - 1).join('')}…`;
}

/** 零报告 is read back before it is handed in: one tap too many would report nothing. */
export function zeroToConfirmCard({ enterprise, view }: ReportLook, reason: string): Card {
  const { period, version } = view;
  const say = `月报 ${enterpriseWord(enterprise.id)} 零报确认 ${period} ${version} ${reason}`;
  return {
    title: `请确认${formatPeriod(period)}零报告`,
    blocks: [
      { kind: 'text', text: `${enterprise.name}本月各项发生数按零填报，月末数沿用已知数据。原因：${reason}。` },
      ...tableBlocks(view),
      ...findingBlocks(view),
    ],
    ...(isReady(view) ? { buttons: [reportButton('确认零报', say)] } : {}),
    insteadOfButtons: isReady(view) ? `确认请发送“/${say}”。` : '请先发送缺少的月末数（例如“职工46人 科技人员12人”）。',
    brief: { title: `${shortName(enterprise)}：${monthOfPeriod(period)}月零报告待确认`, fields: countFields(view) },
    confidential: true,
  };
}
