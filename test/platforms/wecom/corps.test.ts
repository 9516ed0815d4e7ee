import nock from 'nock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/platforms/http-client.ts';
import { createWecomClient } from '../../../src/platforms/wecom/client.ts';
import { type Corps, createCorps } from '../../../src/platforms/wecom/corps.ts';
import { createAppTokens } from '../../../src/platforms/wecom/tokens.ts';
import { fixedClock } from '../../helpers/fixed-clock.ts';
import { type MemoryLog, memoryLog } from '../../helpers/memory-log.ts';
import { failure } from '../../helpers/thrown.ts';
import { expectCalls } from '../nocked.ts';
import { apiUrl, expectPost, expectToken } from './wecom-api.ts';

expectCalls();
let clock: ReturnType<typeof fixedClock>;
let log: MemoryLog;
let corps: Corps;

beforeEach(() => {
  clock = fixedClock();
  log = memoryLog();
  const http = createHttpClient();
  const tokens = createAppTokens({ apiUrl, corpId: 'corp', secret: 's', http, clock });
  const own = { client: createWecomClient({ apiUrl, tokens, http }), agentId: 7 };
  corps = createCorps({ apiUrl, own, http, clock, log });
});

const listPath = 'corpgroup/corp/list_app_share_info';
const list = (business_type: number, answer: object, cursor = '') =>
  expectPost(listPath, { agentid: 7, business_type, limit: 100, cursor }).reply(200, { errcode: 0, ...answer });
const none = (business_type: number) => list(business_type, { ending: 1, corp_list: [] });
const corp = (corpid: string, agentid: number) => ({ corpid, corp_name: corpid, agentid });
/** The app is shared with `wwDown`, where it is number 42. */
const share = () => {
  list(1, { ending: 1, corp_list: [corp('wwDown', 42)] });
  none(0);
};
const sharedToken = (name: string, businessType = 1, corpid = 'wwDown') =>
  expectPost('corpgroup/corp/gettoken', { corpid, agentid: 42, business_type: businessType }).reply(200, {
    errcode: 0,
    access_token: name,
    expires_in: 7200,
  });

describe('the organisations whose members the app serves', () => {
  it('are ours without asking', async () => {
    expect((await corps.lineTo()).agentId).toBe(7);
    expect(corps.includes('corp')).toBe(false);
  });

  it('are asked for when one is needed, and reached with their own token and agent id', async () => {
    expectToken();
    share();
    sharedToken('d1');
    expectPost('message/send', { a: 1 }, 'd1').reply(200, { errcode: 0 });
    const line = await corps.lineTo('wwDown');
    expect(line.agentId).toBe(42);
    await line.client.call('message/send', { a: 1 });
    expectPost('message/send', { a: 2 }, 'd1').reply(200, { errcode: 0 });
    await (await corps.lineTo('wwDown')).client.call('message/send', { a: 2 });
  });

  it.each([40014, 42001])('renew a token that is dead by %i once', async (errcode) => {
    expectToken();
    share();
    sharedToken('d1');
    expectPost('x', {}, 'd1').reply(200, { errcode });
    sharedToken('d2');
    expectPost('x', {}, 'd2').reply(200, { errcode: 0 });
    await (await corps.lineTo('wwDown')).client.call('x', {});
  });

  it('are read to the last page, of both kinds', async () => {
    expectToken();
    list(1, { ending: 0, next_cursor: 'c1', corp_list: [corp('wwA', 1)] });
    list(1, { ending: 1, next_cursor: '', corp_list: [corp('wwB', 2)] }, 'c1');
    list(0, { ending: 1, corp_list: [corp('wwC', 42)] });
    await corps.learn();
    expect(['wwA', 'wwB', 'wwC', 'wwD'].map((id) => corps.includes(id))).toEqual([true, true, true, false]);
    sharedToken('c1', 0, 'wwC');
    expectPost('x', {}, 'c1').reply(200, { errcode: 0 });
    await (await corps.lineTo('wwC')).client.call('x', {});
  });

  it('stay read when it has worked once', async () => {
    expectToken();
    share();
    await corps.learn();
    await corps.learn();
    expect(log.lines.map(({ level }) => level)).toEqual(['info']);
  });

  it('may be none: the platform may even refuse the question', async () => {
    expectToken();
    expectPost(listPath, /business_type":1/).reply(200, { errcode: 48002, errmsg: 'no right' });
    expectPost(listPath, /business_type":0/).reply(200, { errcode: 48002, errmsg: 'no right' });
    await corps.learn();
    await corps.learn();
    expect(log.lines.map(({ level }) => level)).toEqual(['info', 'info']);
  });

  it.each([
    ['a busy platform', { errcode: -1 }],
    ['an answer of another shape', { errcode: 0, corp_list: 'none' }],
  ])('are asked for again after %s', async (_name, answer) => {
    expectToken();
    expectPost(listPath).reply(200, answer);
    await corps.learn();
    expect(log.lines.map(({ level }) => level)).toEqual(['warn']);
    share();
    await corps.learn();
    expect(corps.includes('wwDown')).toBe(true);
  });

  it('that the app is not shared with are reached by nobody, and asked about once a minute', async () => {
    expectToken();
    share();
    expect(await failure(corps.lineTo('wwOther'))).toMatchObject({ code: 'notShared', retryable: false });
    clock.advance(59_999);
    expect(await failure(corps.lineTo('wwOther'))).toMatchObject({ code: 'notShared' });
    list(1, { ending: 1, corp_list: [corp('wwOther', 5)] });
    none(0);
    clock.advance(1);
    expect((await corps.lineTo('wwOther')).agentId).toBe(5);
  });

  it('cannot be told from strangers while the platform is busy', async () => {
    expectToken();
    expectPost(listPath).reply(200, { errcode: -1 });
    expect(await failure(corps.lineTo('wwDown'))).toMatchObject({ code: '-1', retryable: true });
    share();
    expect((await corps.lineTo('wwDown')).agentId).toBe(42);
  });

  it('are asked about again when somebody unknown turns up, at most once a minute', async () => {
    expectToken();
    none(1);
    none(0);
    await corps.lookAgain();
    clock.advance(59_999);
    await corps.lookAgain();
    expect(log.lines).toEqual([]);
    share();
    clock.advance(1);
    await corps.lookAgain();
    expect(corps.includes('wwDown')).toBe(true);
  });

  it('are read anew after a change; what is gone is gone, what stays keeps its token', async () => {
    expectToken();
    list(1, { ending: 1, corp_list: [corp('wwDown', 42), corp('wwGone', 5)] });
    none(0);
    await corps.refresh();
    sharedToken('d1');
    expectPost('x', {}, 'd1').twice().reply(200, { errcode: 0 });
    await (await corps.lineTo('wwDown')).client.call('x', {});
    share();
    await corps.refresh();
    expect(corps.includes('wwGone')).toBe(false);
    await (await corps.lineTo('wwDown')).client.call('x', {});
  });

  it('that changed while they were being read are read once more', async () => {
    expectToken();
    none(1);
    none(0);
    share();
    await Promise.all([corps.learn(), corps.refresh()]);
    expect(corps.includes('wwDown')).toBe(true);
    expect(log.lines.map(({ level }) => level)).toEqual(['info']);
  });

  it('are asked for once by all who wait', async () => {
    expectToken();
    share();
    const lines = await Promise.all([corps.lineTo('wwDown'), corps.lineTo('wwDown'), corps.learn()]);
    expect(lines[0]?.agentId).toBe(42);
    expect(nock.isDone()).toBe(true);
  });
});
