import { lineFields, standingFields, unknownText, whereFields } from '../../cards/fund-entry-parts.ts';
import type { Field } from '../core/card.ts';
import { formatDate } from '../domain/calendar.ts';
import type { NewBatch } from '../domain/funds/funds.ts';
import type { Look } from '../domain/funds/look.ts';
import { batchLabel, fundCategoryLabels, fundLevelLabels, surplusPolicyLabels } from '../domain/funds/terms.ts';
import { spokenAmount } from '../domain/money.ts';
import type { WantedEntry } from './fund-entry-form.ts';
import type { WantedProject } from './fund-form.ts';

type Facts = readonly (readonly [string, string])[];

/** Everything of a line that will be entered, in the words of the chat's card, with the balance after it. */
export function entryFacts(look: Look, { entry, after }: WantedEntry): Facts {
  const { isAdvance } = entry;
  return [
    ...pairs([...whereFields(look), ...lineFields(entry, look.project !== null)]),
    ...(isAdvance ? ([['垫支', '是，支出大于到位的部分']] as const) : []),
    ...pairs(standingFields(look, after, '登记后')),
  ];
}

export function batchFacts(batch: NewBatch): Facts {
  return [
    ['批次名称', batch.name],
    ['级次', fundLevelLabels[batch.level]],
    ['类别', fundCategoryLabels[batch.category]],
    ['年度', `${batch.year}年`],
    ['下达金额', spokenAmount(batch.fen)],
    ['下达日期', formatDate(batch.effectiveOn)],
    ['下达文号', batch.docNo ?? unknownText],
    ['验收后结余', surplusPolicyLabels[batch.surplusPolicy]],
    ['支出', batch.trackSpending ? '核算支出' : '奖励性资金，不核算支出'],
    ['登记后批次余额', spokenAmount(batch.fen)],
  ];
}

export function projectFacts(project: WantedProject): Facts {
  const { batch, totals, fen, startsOn, endsOn, acceptanceDueOn, selfRaised } = project;
  const day = (on: string | null) => (on === null ? unknownText : formatDate(on));
  const due = acceptanceDueOn ?? endsOn;
  return [
    ['资金批次', `${batchLabel(batch.number)} ${batch.name}`],
    ['承担单位', project.enterprise.name],
    ['项目名称', project.name],
    ['批复金额', spokenAmount(project.fen)],
    ['批复日期', formatDate(project.effectiveOn)],
    ['批复文号', project.docNo ?? unknownText],
    ['实施期', startsOn === null && endsOn === null ? unknownText : `${day(startsOn)}至${day(endsOn)}`],
    ['验收到期日', day(due)],
    ['自筹', selfRaised === 0n ? unknownText : `${spokenAmount(selfRaised)}，不计入余额`],
    ['项目编号', project.code ?? unknownText],
    ['项目负责人', project.leader ?? unknownText],
    ['合作单位', project.partner ?? unknownText],
    ['绩效目标', project.goal ?? unknownText],
    ['登记后余额', batch.trackSpending ? spokenAmount(0n) : '奖励性资金，不核算支出'],
    ['登记后待拨付', spokenAmount(fen)],
    ['登记后批次未批复', spokenAmount(totals.allocated - totals.withdrawn - totals.approved - fen)],
  ];
}

function pairs(fields: readonly Field[]): Facts {
  return fields.map(({ label, value }) => [label, value]);
}
