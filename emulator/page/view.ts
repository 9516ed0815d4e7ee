import type { ClockView, Fault, MessageView, WireEntry, WorldState } from './types.ts';

export type Tab = 'list' | 'chat' | 'wire';

export interface View {
  world: WorldState | undefined;
  as: string;
  conversation: string | undefined;
  /** Of the acting person, oldest first. */
  messages: readonly MessageView[];
  /** Newest first. */
  wire: readonly WireEntry[];
  clock: ClockView | undefined;
  /** API calls of the DingTalk organisation in the clock's month. */
  calls: WorldState['dingtalkCalls'] | undefined;
  /** This page asked for a move that has not ended. */
  moving: boolean;
  /** Misbehaviour asked for that has not struck yet. */
  faults: readonly Fault[];
  /** Which pane a narrow screen shows. */
  tab: Tab;
  openWire: number | undefined;
  error: string | undefined;
  online: boolean;
}

/** Before anything is known. */
export const emptyView: View = {
  world: undefined,
  as: '',
  conversation: undefined,
  messages: [],
  wire: [],
  clock: undefined,
  calls: undefined,
  moving: false,
  faults: [],
  tab: 'list',
  openWire: undefined,
  error: undefined,
  online: false,
};
