import { expect, it } from 'vitest';
import { groupLineCard } from '../../cards/group-line.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import { deadlineOf } from '../helpers/deadlines.ts';

const duty = deadlineOf({ program: '企业年报', batch: null, kind: 'DUTY' });

it.each([
  [
    'one deadline',
    { deadlines: [deadlineOf()], opens: null },
    '截止提醒\n\n2024年高新技术企业认定第二批：请于2024年7月5日24:00前将材料报送开发区科技局。如已报送请忽略。特此提醒。',
  ],
  [
    'a month that is to be reported',
    { deadlines: [], opens: '2024-02' },
    '2024年2月月报开始填报\n\n2024年2月月报开始填报，请各企业于2024年3月11日24:00前完成，填报请在单聊中进行。如已填报请忽略。特此提醒。',
  ],
])('a group reads of %s what everybody may know', (_what, line, text) => {
  const card = groupLineCard(line);
  expect(drawPlain(card)).toBe(text);
  expect(card.confidential).toBe(false);
});

it('several deadlines and the month are one message', () => {
  const text = drawPlain(groupLineCard({ deadlines: [deadlineOf(), duty], opens: '2024-02' }));
  expect(text).toMatch(
    /^截止提醒\n\n【请相关企业按时办理】[\s\S]*1\. 2024年高新技术企业认定第二批[\s\S]*2\. 2024年企业年报[\s\S]*3\. 2024年2月月报开始填报[\s\S]*如已报送请忽略。特此提醒。$/u,
  );
});
