import type { DeliveryPage } from '../../emulator/server.ts';
import type { Message, MessageKind } from './message.ts';
import type { Script } from './script.ts';

/** What the platforms brought to somebody. */
export interface ToldMessage extends Omit<Message, 'kind'> {
  kind: MessageKind | 'other';
  /** `09:17` in Asia/Shanghai */
  time: string;
  isDropped: boolean;
  /** How it begins. */
  text: string;
}

/** By the words that a message has and no other kind has. The first that fits. */
const signs: readonly (readonly [MessageKind, RegExp])[] = [
  ['digest', /截止事项早报/u],
  ['call-list', /电话提醒名单/u],
  ['phone-list', /电话催报名单/u],
  ['late-list', /逾期名单/u],
  ['certificate', /证书到期提醒/u],
  ['deadline-entered', /截止通知：/u],
  ['deadline-changed', /截止变更：/u],
  ['deadline-released', /不再涉及：/u],
  ['deadline-withdrawn', /截止撤销：/u],
  ['deadline', /截止提醒：/u],
  ['month-open', /请填报/u],
  ['month', /月报催报/u],
];
const signsInGroups: readonly (readonly [MessageKind, RegExp])[] = [
  ['group-month-open', /开始填报/u],
  ['group-line', /截止提醒/u],
];
const aboutMonths: readonly (MessageKind | 'other')[] = [
  ...(['month-open', 'month', 'late-list', 'phone-list', 'group-month-open'] as const),
];

/** On WeCom what does not fit on a card stands in a message before it, to which the card refers: they are one. */
const secondPart = /内容见上一条消息/u;
/** What is longer than WeCom's 2 048 bytes goes on in the next message: a part as long as this may have had another. */
const fullBytes = 1_600;

/** Reads a list of deliveries as people would. */
export function readDeliveries(script: Script, { deliveries, contents }: DeliveryPage): ToldMessage[] {
  const programs = script.deadlines.map(({ program }) => program);
  const textOf = (content: number) => contents[String(content)]?.text ?? '';
  const last = new Map<string, { at: number; bytes: number }>();
  return deliveries.flatMap(({ at, person, platform, conversation, content, dropped = false }): ToldMessage[] => {
    const text = textOf(content);
    const before = last.get(conversation);
    last.set(conversation, { at, bytes: Buffer.byteLength(text) });
    const isNext = before !== undefined && at - before.at < 60_000 && !dropped;
    if (isNext && secondPart.test(text)) return [];
    const iso = new Date(at + 8 * 3_600_000).toISOString();
    const fitting = (person === undefined ? signsInGroups : signs).filter(([, sign]) => sign.test(text));
    if (isNext && fitting.length === 0 && before.bytes >= fullBytes) return [];
    // In groups one line says everything.
    const said = person === undefined ? fitting : fitting.slice(0, 1);
    const kinds: (MessageKind | 'other')[] = said.length > 0 ? said.map(([kind]) => kind) : ['other'];
    return kinds.map((kind) => ({
      ...{ day: iso.slice(0, 10), time: iso.slice(11, 16), to: person ?? `group-${platform}`, kind, text },
      ...{ about: aboutOf(kind, text, programs), isDropped: dropped },
    }));
  });
}

function aboutOf(kind: MessageKind | 'other', text: string, programs: readonly string[]): string {
  if (aboutMonths.includes(kind)) {
    const [, year = '', month = ''] = /(\d{4})年(\d{1,2})月月报/u.exec(text) ?? [];
    return `${year}-${month.padStart(2, '0')}`;
  }
  if (['digest', 'certificate', 'group-line', 'other'].includes(kind)) return '';
  return programs.find((program) => text.includes(program)) ?? '';
}
