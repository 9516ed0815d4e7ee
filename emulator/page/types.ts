export type { ButtonView, CardView, FileView, SelectView } from '../drawn.ts';
export type { Fault, FaultInput } from '../faults.ts';
export type { MessageView } from '../message-view.ts';
export type { WireEntry } from '../wire.ts';

// What GET /emulator/state answers, as far as the page looks at it.

interface Person {
  id: string;
  name: string;
  title?: string;
  wecom?: { userId: string };
  dingtalk?: { staffId?: string; unionId: string };
}

export interface Conversation {
  id: string;
  platform: 'wecom' | 'dingtalk';
  channel: 'wecom-app' | 'wecom-aibot' | 'wecom-chat' | 'dingtalk-robot';
  kind: 'direct' | 'group';
  title: string;
  members: string[];
}

export interface ClockView {
  now: number;
  iso: string;
  mode: 'running' | 'frozen';
  /** Where a move under way leads. */
  movingTo?: number;
}

export interface WorldState {
  title?: string;
  people: Person[];
  /** Who has left what. */
  absences: { id: string; platform: 'wecom' | 'dingtalk'; absence: 'range' | 'organisation' }[];
  conversations: Conversation[];
  examples: { personId?: string; channel?: string; text: string }[];
  clock: ClockView;
  dingtalkCalls: { month: string; calls: number; limit: number };
}
