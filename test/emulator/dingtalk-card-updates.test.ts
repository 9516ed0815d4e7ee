import { describe, expect, test } from 'vitest';
import { CREATE, create, GROUP, PUT } from './fixtures/card-calls.ts';
import { first, startBoth } from './harness.ts';

describe('update', () => {
  const put = (change: object) => ({
    outTrackId: 'card-1',
    cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true },
    ...change,
  });

  test('by key it changes what is given, for everyone, and counts as news', async () => {
    const { emulator, ding, fromBot } = await startBoth();
    await ding('POST', CREATE, create());
    const { seq } = first(await fromBot('li', GROUP));
    const news = emulator.messages({ as: 'li', conversation: GROUP, after: seq, waitMs: 5000 });
    expect(await ding('PUT', PUT, put({ cardData: { cardParamMap: { closed: 'true' } } }))).toMatchObject({
      json: { success: true, result: true },
    });
    expect(first(await news).updatedSeq).toBeGreaterThan(seq);
    const card = first(await fromBot('li', GROUP)).card;
    expect(card?.buttons).toEqual([]);
    expect(card?.title).toBe('月度上报');
  });

  test('without the options everything else is wiped', async () => {
    const { ding, fromBot } = await startBoth();
    await ding('POST', CREATE, create());
    await ding('PUT', PUT, { outTrackId: 'card-1', cardData: { cardParamMap: { title: '只剩标题' } } });
    expect(first(await fromBot('li', GROUP)).text).toBe('只剩标题');
  });

  const refusals: [code: string, change: object][] = [
    ['param.outTrackIdEmpty', { outTrackId: undefined, cardData: { cardParamMap: {} } }],
    ['param.cardNotExist', { outTrackId: 'other', cardData: { cardParamMap: {} } }],
    ['param.cardDataAndPrivateDataBothEmpty', {}],
    ['param.userIdNotExist', { privateData: { nobody: { cardParamMap: {} } } }],
    ['param.invalid', { cardData: { cardParamMap: { closed: true } } }],
    ['param.invalid', { privateData: { s1: { cardParamMap: { count: 'x' } } } }],
  ];
  test.each(refusals)('%s', async (code, change) => {
    const { ding } = await startBoth();
    await ding('POST', CREATE, create());
    expect(await ding('PUT', PUT, put(change))).toMatchObject({ status: 400, json: { code } });
  });
});
