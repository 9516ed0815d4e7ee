import { describe, expect, it } from 'vitest';
import { beginning, linkAfter, proofOf } from '../../src/audit/chain.ts';
import { auditRows, type CoveredColumns, digestDetail, stampOf } from '../../src/store/audit-rows.ts';

/** The expected values were computed with `openssl dgst -sha256 -mac HMAC` over the JSON written out by hand. */
const key = Buffer.from('k'.repeat(32));
const row: CoveredColumns = {
  id: '0ENTRY000001',
  at: new Date('2023-12-29T10:00:00.123+08:00'),
  personId: 'PERSON',
  role: 'officer',
  channel: 'wecom-app',
  place: 'direct',
  action: 'qualification.read',
  objectType: 'enterprise',
  objectId: null,
  enterpriseId: 'FIRM',
  result: 'allowed',
  requestId: 'REQUEST',
  detailDigest: 'DIGEST',
};

it('a row is stamped', () => {
  expect(stampOf(key, row)).toBe('rhOTKwFlNmrY1s45qxeS0708mtiGbpELjusdJr7byAg');
});

it('rows become links', () => {
  const first = linkAfter(key, beginning, row);
  expect(first).toEqual({ seq: 1n, mac: '4_Hke_EaBqPJOHm6dKFXJs0SrxQ2qILacvIIbhdepEA' });
  expect(linkAfter(key, first, row)).toEqual({ seq: 2n, mac: 'fQJqXErpLQPun5dbW18EZOzuvgcXel-sE_RfrY6Q5mQ' });
});

it('a checkpoint has its proof', () => {
  const mac = '4_Hke_EaBqPJOHm6dKFXJs0SrxQ2qILacvIIbhdepEA';
  const proof = '2OIk-k87pQxn8zzG4zcV9nbTvcS0XufUGogJKS9LvK8';
  expect(proofOf(key, { seq: 7n, mac, removed: 7n, removedAt: row.at })).toBe(proof);
});

it('a detail is covered by its digest', () => {
  expect(digestDetail('SALT', '{"a":1}')).toBe('ZKVZ_W0h_46W0TQm-l2pTBxzbavWGGu8UrC-sMKCe2M');
});

describe('nothing that is covered can be changed', () => {
  const changed: Partial<CoveredColumns>[] = [
    { id: '0ENTRY000002' },
    { at: new Date('2023-12-29T10:00:00.124+08:00') },
    { personId: null },
    { role: 'contact' },
    { channel: 'wecom-aibot' },
    { place: 'group' },
    { action: 'qualification.list' },
    { objectType: null },
    { objectId: '' },
    { enterpriseId: 'FIRM2' },
    { result: 'denied' },
    { requestId: 'REQUEST2' },
    { detailDigest: 'DIGEST2' },
    // What stands in one column cannot move into the next, and a null is no text.
    { role: 'officer","wecom-app', channel: 'direct' },
    { objectType: null, objectId: 'enterprise' },
    { personId: 'null' },
  ];

  it.each(changed)('%j', (change) => {
    expect(linkAfter(key, beginning, { ...row, ...change })).not.toEqual(linkAfter(key, beginning, row));
    expect(stampOf(key, { ...row, ...change })).not.toBe(stampOf(key, row));
  });

  it('every column has its case', () => {
    expect(new Set(changed.flatMap((change) => Object.keys(change)))).toEqual(new Set(Object.keys(row)));
  });

  it('nor the key, the place in the chain and what stands before', () => {
    const { mac } = linkAfter(key, { seq: 1n, mac: 'M' }, row);
    expect(linkAfter(Buffer.from('x'.repeat(32)), { seq: 1n, mac: 'M' }, row).mac).not.toBe(mac);
    expect(linkAfter(key, { seq: 2n, mac: 'M' }, row).mac).not.toBe(mac);
    expect(linkAfter(key, { seq: 1n, mac: 'N' }, row).mac).not.toBe(mac);
  });
});

it('rows say who did what, with what tells of people in the erasable part alone', () => {
  const account = { platform: 'wecom' as const, corpId: 'ww1', userId: 'liyi' };
  const doer = {
    personId: 'PERSON',
    role: 'contact' as const,
    account,
    channel: 'wecom-app' as const,
    place: 'group' as const,
    groupId: 'GROUP',
    requestId: 'REQUEST',
    at: row.at,
  };
  const facts = [
    { action: 'contact.read' as const, result: 'denied' as const, enterpriseId: 'FIRM', detail: { who: '李*' } },
    { action: 'binding.end' as const, result: 'allowed' as const },
  ];
  const rows = auditRows(doer, facts, key);
  expect(rows.map(({ action, result, enterpriseId }) => [action, result, enterpriseId])).toEqual([
    ['contact.read', 'denied', 'FIRM'],
    ['binding.end', 'allowed', null],
  ]);
  expect(rows.map(({ detail }) => JSON.parse(detail))).toEqual([
    { account, groupId: 'GROUP', who: '李*' },
    { account, groupId: 'GROUP' },
  ]);
  for (const { detail, salt, ...covered } of rows) {
    expect(JSON.stringify(covered)).not.toMatch(/liyi|李|GROUP/);
    expect(covered.detailDigest).toBe(digestDetail(salt, detail));
    expect(covered.mac).toBe(stampOf(key, covered));
  }
  // The same detail has another digest: who guesses it cannot tell.
  expect(new Set(rows.map(({ salt }) => salt)).size).toBe(2);
});
