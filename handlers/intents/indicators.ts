import { argumentOf } from '../../src/core/said.ts';
import { defineIntent } from '../../src/dispatch/intent.ts';
import { audienceLabels, setFor, unitLabels } from '../../src/domain/reports/indicators.ts';
import { formatPeriod, lastPeriod } from '../../src/domain/reports/period.ts';

/** 指标: which figures are asked of whom, now; changed on the page, from a month on. */
export const indicators = defineIntent<string>({
  id: 'indicators',
  command: '指标',
  permission: 'indicator.manage',
  inGroup: 'privately',
  examples: [{ say: '/指标', gets: '月报指标和填报范围，在网页修改' }],
  read: (said) => argumentOf(said, ['指标', '月报指标']),
  async run({ reports, now, pages }) {
    const period = lastPeriod(now);
    const { indicators, number, fromPeriod } = setFor(await reports.sets(), period);
    const since = number === 0 ? '系统内置' : `自${formatPeriod(fromPeriod)}起使用`;
    const items = indicators
      .filter(({ asked }) => asked.length > 0)
      .map(({ label, unit, asked, required }) => {
        const who = asked.map((one) => audienceLabels[one]).join('、');
        const must = required.length === 0 ? '选填' : `必填：${required.map((one) => audienceLabels[one]).join('、')}`;
        return `${label}（${unitLabels[unit]}），${who}，${must}`;
      });
    return {
      here: {
        title: '月报指标',
        blocks: [
          { kind: 'text', text: `${formatPeriod(period)}月报的指标（${since}）：` },
          { kind: 'list', items },
          { kind: 'text', text: '调整在网页进行，自某月起生效，以前的月份保持原样。' },
        ],
        link: { text: '打开指标设置', url: pages.indicators },
        confidential: true,
      },
    };
  },
});
