import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Card, packTap, unpackTap } from '../../src/core/card.ts';
import { drawMarkdown, drawPlain, linkAddress } from '../../src/core/draw-text.ts';
import { messagesTo } from '../../src/platforms/wecom/messages.ts';
import {
  aibotCardLimits,
  appCardLimits,
  type CardLimits,
  drawButtonCard,
} from '../../src/platforms/wecom/template-card.ts';
import { anyCard, facts } from './any-card.ts';

const bytes = (text: string) => Buffer.byteLength(text);
const characters = (text: string) => [...text].length;

const card: Card = {
  title: '示例企业01 资质',
  blocks: [
    { kind: 'text', text: '有效期内 1 家。' },
    { kind: 'fields', heading: '国家级高新技术企业', fields: [{ label: '状态', value: '已认定' }] },
    { kind: 'list', heading: '名单', items: ['示例企业01', '示例企业03'], start: 31 },
  ],
  footer: '数据截至2023年12月29日 10:00',
  confidential: false,
};

describe('a card in words', () => {
  it('reads well in plain text', () => {
    expect(drawPlain(card)).toBe(
      '示例企业01 资质\n\n有效期内 1 家。\n\n【国家级高新技术企业】\n状态：已认定\n\n【名单】\n31. 示例企业01\n32. 示例企业03\n\n数据截至2023年12月29日 10:00',
    );
  });

  it('reads well in markdown', () => {
    expect(drawMarkdown(card)).toBe(
      '**示例企业01 资质**\n\n有效期内 1 家。\n\n**国家级高新技术企业**\n\n- 状态：已认定\n\n**名单**\n\n31. 示例企业01\n32. 示例企业03\n\n数据截至2023年12月29日 10:00',
    );
  });

  it('says what to type instead of the buttons, and always the offer', () => {
    const offer = {
      title: 't',
      detail: 'd',
      button: { text: 'b', tap: { say: 's', answer: 'direct' as const } },
      sentence: '请在单聊中发送。',
    };
    const withBoth = { ...card, buttons: [], insteadOfButtons: '请发送全称。', offer };
    expect(drawPlain(withBoth)).toContain('请发送全称。\n\n请在单聊中发送。');
    expect(drawPlain(withBoth, { buttons: true })).not.toContain('请发送全称。');
  });

  it('says how to type what a form collects, unless the form is drawn', () => {
    const filling = { ...card, insteadOfForm: '请发送：营收320万。', insteadOfButtons: '请发送全称。' };
    expect(drawPlain(filling)).toContain('\n\n请发送：营收320万。\n\n请发送全称。\n\n');
    expect(drawMarkdown(filling, { buttons: true })).toContain('请发送：营收320万。');
    expect(drawMarkdown(filling, { buttons: true, form: true })).not.toContain('请发送');
  });

  it.each([
    '[点我](http://evil.example)',
    '<a href="http://evil.example">点我</a>',
    '**粗**',
    '<@zhangsan>',
    '`代码`',
    '# 标题',
    '> 引用',
  ])('prints %s as text, not as markup', (text) => {
    const drawn = drawMarkdown({ ...card, blocks: [{ kind: 'text', text }], title: text });
    expect(drawn.replace(/^\*\*|\*\*$/gmu, '')).not.toMatch(/[[\]<>`#*]/);
  });
});

describe('a link', () => {
  const url = 'https://bot.example/k7Qx2m/h5/l/AbC_d-9~.e?x=1&y=%2F#f';
  const linked: Card = { ...card, link: { text: '查看', url }, insteadOfButtons: '请发送全称。' };

  it('stands after what it is about, its address as it is', () => {
    expect(drawPlain(linked)).toContain(`32. 示例企业03\n\n查看：${url}\n\n请发送全称。`);
    expect(drawPlain(linked, { buttons: false, anchors: true })).toContain(`\n\n<a href="${url}">查看</a>\n\n`);
    expect(drawMarkdown(linked)).toContain(`\n\n[查看](${url})\n\n请发送全称。`);
  });

  it('is drawn whether buttons are or not', () => {
    expect(drawMarkdown(linked, { buttons: true, title: true })).toContain(`[查看](${url})`);
  });

  const target = (drawn: string, pattern: RegExp) => pattern.exec(drawn)?.[1] ?? '';
  /** No white space and no backslash: what a browser makes of them depends on where they stand. */
  const rest = fc.string({ unit: fc.constantFrom(...`ab1/?=&#%-._~!$'"()*+,;:@[]<>{}|^\`中`) });
  const anyUrl = fc
    .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), rest)
    .map(([base, end]) => `${base}/${end}`);

  it('has no white space in its address', () => {
    expect(linkAddress('https://a/b c\td\ne')).toBe('https://a/b%20c%09d%0Ae');
  });

  it('leads to the same page whatever stands in its address', () => {
    fc.assert(
      fc.property(anyUrl, (any) => {
        const drawn = linkAddress(any);
        expect(drawn).not.toMatch(/[\s"'()<>[\]]/u);
        const decoded = (address: string) =>
          decodeURIComponent(new URL(address).href.replace(/%(?![\da-f]{2})/giu, '%25'));
        // Some bytes are no text; then the two are compared as they are.
        try {
          expect(decoded(drawn)).toBe(decoded(any));
        } catch (error) {
          if (!(error instanceof URIError)) throw error;
        }
        const withIt: Card = { ...card, link: { text: '查看', url: any } };
        expect(target(drawMarkdown(withIt), /\[查看\]\(([^()\s]*)\)\n/u)).toBe(drawn);
        expect(target(drawPlain(withIt, { buttons: false, anchors: true }), /<a href="([^"\s]*)">查看</u)).toBe(drawn);
      }),
    );
  });

  it('is one no other text can make', () => {
    const text = '[x](https://evil.example) <a href="https://evil.example">x</a>';
    const evil: Card = { ...card, title: text, link: { text, url }, blocks: [{ kind: 'text', text }], footer: text };
    expect(drawMarkdown(evil).match(/\]\(/gu)).toHaveLength(1);
    expect(drawPlain(evil, { buttons: false, anchors: true }).match(/<a /gu)).toHaveLength(1);
  });

  it('stays whole where a text is cut into messages', () => {
    const long: Card = { ...linked, blocks: [{ kind: 'text', text: '一'.repeat(3000) }] };
    const texts = messagesTo({ toUser: 'u' }, long, 'REF').map(
      ({ body }) => (body.text as { content: string }).content,
    );
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter((text) => text.includes(`<a href="${url}">查看</a>`))).toHaveLength(1);
  });
});

describe('a tap', () => {
  it.each([
    [{ say: '资质 易统云', answer: 'here' }, 'say:资质 易统云'],
    [{ say: '资质', answer: 'direct' }, 'ask:资质'],
    [{ say: '资质 蒙药', answer: 'here', for: '01HABCDEFGHJ' }, 'say@01HABCDEFGHJ:资质 蒙药'],
    [{ say: 'ask@x:say', answer: 'here' }, 'say:ask@x:say'],
  ] as const)('%j is packed as %s', (tap, code) => {
    expect(packTap(tap)).toBe(code);
    expect(unpackTap(code)).toEqual(tap);
  });

  it.each(['', 'approve:1', '资质', 'say@:资质', 'say@a b:资质', 'tell:资质'])(
    'that is none of ours is null: %j',
    (code) => {
      expect(unpackTap(code)).toBeNull();
    },
  );
});

interface Drawn {
  main_title: { title: string; desc?: string };
  sub_title_text?: string;
  horizontal_content_list?: { keyname: string; value: string }[];
  button_list: { text: string; key: string }[];
  task_id: string;
}

function expectWithin(drawn: Drawn, limits: CardLimits): void {
  expect(characters(drawn.main_title.title)).toBeLessThanOrEqual(limits.title);
  expect(characters(drawn.main_title.desc ?? '')).toBeLessThanOrEqual(limits.description);
  expect(characters(drawn.sub_title_text ?? '')).toBeLessThanOrEqual(limits.subTitle);
  expect(drawn.horizontal_content_list?.length ?? 0).toBeLessThanOrEqual(6);
  for (const { keyname, value } of drawn.horizontal_content_list ?? []) {
    expect(characters(keyname)).toBeLessThanOrEqual(limits.rowLabel);
    expect(characters(value)).toBeLessThanOrEqual(limits.rowValue);
  }
  expect(drawn.button_list.length).toBeLessThanOrEqual(6);
  for (const { text, key } of drawn.button_list) {
    expect(characters(text)).toBeLessThanOrEqual(10);
    expect(bytes(key)).toBeLessThanOrEqual(1024);
  }
  expect(drawn.task_id).toMatch(/^[0-9A-Za-z_@-]{1,128}$/);
}

describe.each([
  ['the app', appCardLimits],
  ['the AI bot', aibotCardLimits],
])('a button card of %s', (_name, limits) => {
  it('lies within every documented length and drops no fact', () => {
    fc.assert(
      fc.property(anyCard, (any) => {
        const { templateCard, before } = drawButtonCard(any, { limits, taskId: 'ABC123@app' });
        expectWithin(templateCard as Drawn, limits);
        const shown = JSON.stringify(templateCard) + (before ?? '');
        for (const fact of facts(any)) expect(shown).toContain(fact);
      }),
    );
  });
});

describe('messages of the app', () => {
  it('lie within 2048 bytes, drop nothing and differ from those of any other answer', () => {
    fc.assert(
      fc.property(anyCard, (any) => {
        const { buttons: _, ...words } = any;
        const texts = (ref: string) =>
          messagesTo({ toUser: 'u' }, words, ref).map(({ body }) => (body.text as { content: string }).content);
        const sent = texts('REF1');
        for (const text of sent) expect(bytes(text)).toBeLessThanOrEqual(2048);
        const joined = sent
          .map((text) => text.replace(/\n（[^（]*）$/u, ''))
          .join('\n')
          .replaceAll('\n', '');
        expect(joined).toBe(drawPlain(words, { buttons: false, anchors: true }).replaceAll('\n', ''));
        expect(sent).not.toEqual(texts('REF2'));
      }),
    );
  });
});
