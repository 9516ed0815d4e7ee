import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Button, type Card, packTap, unpackTap } from '../../src/core/card.ts';
import { drawMarkdown, drawPlain, linkAddress } from '../../src/core/draw-text.ts';
import { sayings } from '../../src/platforms/dingtalk/calls.ts';
import { cardParams, usedCardParams } from '../../src/platforms/dingtalk/card-data.ts';
import { messagesTo } from '../../src/platforms/wecom/calls.ts';
import {
  aibotCardLimits,
  appCardLimits,
  type CardLimits,
  drawButtonCard,
} from '../../src/platforms/wecom/template-card.ts';

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
  const anyUrl = fc
    .tuple(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string({ unit: 'grapheme' }))
    .map(([base, rest]) => base + rest);

  it('leads to the same page whatever stands in its address', () => {
    fc.assert(
      fc.property(anyUrl, (any) => {
        fc.pre(URL.canParse(any));
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

/** Any card with up to six buttons, far beyond every limit too. */
const word = fc.string({ unit: fc.constantFrom('企', '业', 'a', ' '), minLength: 1, maxLength: 60 });
const button: fc.Arbitrary<Button> = fc.record({
  text: fc.constantFrom('第1家', '第2家', '发到单聊'),
  tap: fc.record({ say: word, answer: fc.constantFrom('here' as const, 'direct' as const) }),
});
const anyCard: fc.Arbitrary<Card> = fc.record({
  title: word,
  blocks: fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('text' as const), text: word }),
      fc.record({ kind: fc.constant('list' as const), items: fc.array(word, { minLength: 1, maxLength: 40 }) }),
      fc.record({
        kind: fc.constant('fields' as const),
        fields: fc.array(fc.record({ label: word, value: word }), { minLength: 1, maxLength: 10 }),
      }),
    ),
    { maxLength: 4 },
  ),
  buttons: fc.array(button, { minLength: 1, maxLength: 6 }),
  footer: word,
  confidential: fc.boolean(),
  link: fc.record({ text: word, url: fc.constant('https://bot.example/h5/l/AbC') }),
});

/** Every word of a card, to see that none is dropped. */
const facts = ({ title, blocks, footer = '', link }: Card) =>
  [
    title,
    footer,
    link?.text ?? '',
    link?.url ?? '',
    ...blocks.flatMap((block) =>
      block.kind === 'text'
        ? [block.text]
        : block.kind === 'list'
          ? [...block.items]
          : block.fields.flatMap(({ label, value }) => [label, value]),
    ),
  ].map((text) => text.trim());

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

describe('DingTalk', () => {
  it('keeps every value of a card within 1024 bytes, or says it in words', () => {
    fc.assert(
      fc.property(anyCard, (any) => {
        const params = cardParams(any);
        if (params === null) return;
        for (const value of Object.values(params)) {
          expect(typeof value).toBe('string');
          expect(bytes(value)).toBeLessThanOrEqual(1024);
        }
        const shown = Object.values(params).join('\n').replaceAll('\n', '');
        for (const fact of facts(any)) expect(shown).toContain(fact.replaceAll('\n', ''));
      }),
    );
  });

  it('leaves a used card as it is, but for its state, when the answer is too long for it', () => {
    const long: Card = {
      ...card,
      blocks: [{ kind: 'list', items: Array.from({ length: 60 }, () => '一'.repeat(40)) }],
    };
    expect(usedCardParams(long, '已选择')).toEqual({ params: { buttons: '[]', status: '已选择' }, complete: false });
    expect(usedCardParams(card, '已选择')).toMatchObject({
      complete: true,
      params: { title: card.title, status: '已选择' },
    });
  });

  it('splits what clients would not render', () => {
    const parts = sayings('标题', '一行字\n'.repeat(2000), { to: { staffId: 'a' } });
    expect(parts.length).toBeGreaterThan(1);
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(3500);
    expect(parts.map(({ text }) => text).join('\n')).toBe('一行字\n'.repeat(2000));
  });
});
