import type { Card } from '../src/core/card.ts';
import { type Level, levelLabels, type QualificationType, typeFacts } from '../src/domain/qualification.ts';

/** Asks for what: the two that most apply for are one tap away. */
export function askKindCard(word: string, enterprise: string): Card {
  const behind = enterprise === '' ? '' : ` ${enterprise}`;
  const usage = `“/${word}${enterprise === '' ? ' 高企' : `${behind} 高企`} 2024年第1批”`;
  const button = (text: string) => ({ text, tap: { say: `${word}${behind} ${text}`, answer: 'here' as const } });
  return {
    title: word === '培育' ? '纳入培育' : '开始申报',
    blocks: [{ kind: 'text', text: `请写明资质类型，年度和批次可省略，例如${usage}。` }],
    buttons: [button('高企'), button('科小')],
    insteadOfButtons: `请发送${usage}。`,
    confidential: true,
  };
}

/** Asks on which level, where a type is recognised on several. */
export function askLevelCard(
  type: QualificationType,
  choices: readonly Level[],
  { wrong, say }: { wrong: Level | null; say: (kind: string) => string },
): Card {
  const { label } = typeFacts[type];
  const named = choices.map((level) => `${levelLabels[level]}${label}`);
  const why = wrong === null ? `${label}分级认定` : `${label}没有${levelLabels[wrong]}认定`;
  const [first = label] = named;
  return {
    title: '请选择级别',
    blocks: [
      { kind: 'text', text: `${why}，请选择：` },
      { kind: 'list', items: named },
    ],
    buttons: choices.map((level) => ({
      text: levelLabels[level],
      tap: { say: say(`${levelLabels[level]}${label}`), answer: 'here' as const },
    })),
    insteadOfButtons: `请发送“/${say(first)}”。`,
    confidential: true,
  };
}
