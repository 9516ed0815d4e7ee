import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';

/** No network in this file but what a test expects, and all of that has to happen. */
export function expectCalls(): void {
  // Other files of the same process have the network as it is.
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
  });
  afterAll(() => nock.restore());
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    const left = nock.pendingMocks();
    nock.cleanAll();
    nock.enableNetConnect();
    expect(left).toEqual([]);
  });
}

/** What a multipart body says of its file. */
export function fileIn(body: string): { head: string; content: string } {
  const [, head = '', content = ''] = /^--[^\r\n]+\r\n(.*?)\r\n\r\n(.*)\r\n--[^\r\n]+--\r\n$/su.exec(body) ?? [];
  return { head, content };
}
