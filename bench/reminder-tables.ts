import type { RemindersRow } from './reminders.ts';
import { fixed, table } from './tables.ts';

export function remindersTables(rows: readonly RemindersRow[]): string {
  return `As they are planned:\n\n${planningTable(rows)}\n\nAs they go out, in virtual time:\n\n${sendingTable(rows)}`;
}

function planningTable(rows: readonly RemindersRow[]): string {
  return table(
    [
      'database',
      'rows',
      'rows/s',
      'plain SQL rows/s',
      '**planning ÷ plain SQL**',
      'SQL statements',
      'ms in which no request is heard, at most',
      'resident MB before, most',
      'an idle ring: ms, SQL statements',
    ],
    rows.map(({ dialect, planning, idle }) => [
      dialect,
      String(planning.rows),
      fixed(planning.perSecond, 0),
      fixed(planning.floorPerSecond, 0),
      `**${fixed(planning.ratio, 2)}**`,
      String(planning.statements),
      fixed(planning.deaf, 0),
      planning.memory.map((one) => fixed(one, 0)).join(', '),
      `${fixed(idle.ms, 1)}, ${idle.statements}`,
    ]),
  );
}

function sendingTable(rows: readonly RemindersRow[]): string {
  return table(
    [
      'database',
      'spread',
      'messages',
      'calls, WeCom + DingTalk',
      'refused',
      'last of WeCom, s',
      'last of DingTalk, s',
      'least at 20 calls a second, s',
      '**÷ least**',
      '÷ least by our own pace',
    ],
    rows.flatMap(({ dialect, sending, spread }) =>
      (
        [
          ['none', sending],
          ['half an hour', spread],
        ] as const
      ).map(([name, of]) => [
        dialect,
        name,
        String(of.messages),
        `${of.wecomCalls} + ${of.dingtalkCalls}`,
        String(of.refused),
        fixed(of.wecomMs / 1000, 1),
        fixed(of.dingtalkMs / 1000, 1),
        fixed(of.leastMs / 1000, 1),
        ...(of === sending
          ? [`**${fixed(of.dingtalkMs / of.leastMs, 2)}**`, fixed(of.dingtalkMs / of.leastByPaceMs, 2)]
          : ['', '']),
      ]),
    ),
  );
}
