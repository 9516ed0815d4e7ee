import type { Role } from '../src/core/actor.ts';
import type { Bureau } from '../src/core/bureau.ts';
import type { Card } from '../src/core/card.ts';

interface Listed {
  command: string;
  examples: readonly { say: string; gets: string; roles?: readonly Role[] }[];
}

/** What the asker can ask, with examples of their role. */
export function helpCard(role: Role, capabilities: readonly Listed[], bureau: Bureau): Card {
  return {
    title: '可以这样问',
    blocks: [
      ...capabilities
        .map(({ command, examples }) => ({
          kind: 'fields' as const,
          heading: `/${command}`,
          fields: examples
            .filter(({ roles }) => roles?.includes(role) ?? true)
            .map(({ say, gets }) => ({ label: say, value: gets })),
        }))
        .filter(({ fields }) => fields.length > 0),
      { kind: 'text', text: `需要人工帮助，请联系${bureau.name}（电话 ${bureau.tel}）。` },
    ],
    confidential: false,
  };
}
