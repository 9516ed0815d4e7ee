import { describe, expect, it } from 'vitest';
import { qualificationCard } from '../../cards/qualification.ts';
import { drawPlain } from '../../src/core/draw-text.ts';
import type { DutyFact } from '../../src/domain/applications.ts';
import { certificateDuties } from '../../src/domain/certificate-duties.ts';
import type { QualificationFact } from '../../src/domain/ledger.ts';
import { standingsAt } from '../../src/domain/standing.ts';
import { visible } from '../../src/domain/visibility.ts';

const enterprise = { id: 'e1', name: '示例企业01' };
const recordedAt = new Date('2023-01-01T00:00:00Z');

function certificate(type: 'HNTE' | 'TECH_SME', validFrom: string, validTo: string): QualificationFact {
  return {
    ...{
      id: 'q1',
      enterprise,
      type,
      level: 'NATIONAL',
      certNo: 'GR202115000001',
      issuedOn: validFrom,
      validFrom,
      validTo,
    },
    applicationId: null,
    transitions: [{ status: 'RECOGNIZED', effectiveOn: validFrom, dateKnown: true, recordedAt }],
  };
}

function cardText(fact: QualificationFact, on: string, options: { facts?: DutyFact[]; full?: boolean } = {}): string {
  const { facts = [], full = true } = options;
  const history = { qualifications: [fact], applications: [] };
  const standings = visible(standingsAt(history, on), full ? 'full' : 'public');
  const duties = certificateDuties(history, facts, on);
  const now = new Date(`${on}T02:00:00Z`);
  return drawPlain(qualificationCard({ enterprise, standings, duties, on, now, full }), { buttons: false });
}

describe('有效（待更新）', () => {
  it.each([
    ['2023-12-31', '2024-03-31', false],
    ['2024-01-01', '2024-03-31', true],
    ['2024-03-31', '2024-03-31', true],
    ['2024-04-01', '2024-03-31', false],
    // The bureau lets numbers run out with their year.
    ['2023-10-01', '2023-12-31', false],
    ['2023-12-31', '2023-12-31', false],
    ['2024-01-01', '2023-12-31', false],
    // Another last day, as an import may bring it.
    ['2024-02-01', '2024-04-15', false],
  ])('on %s, of a number until %s: %s', (on, validTo, shown) => {
    expect(cardText(certificate('TECH_SME', '2023-08-25', validTo), on).includes('有效（待更新）')).toBe(shown);
  });
});

describe('duties', () => {
  const fact = certificate('HNTE', '2021-12-01', '2024-12-01');
  const missed = (year: number): DutyFact => ({
    qualificationId: 'q1',
    kind: 'ANNUAL_REPORT',
    year,
    state: 'MISSED',
    recordedAt: new Date('2023-12-01T02:00:00Z'),
  });

  it('stand on the card with their last days', () => {
    const text = cardText(fact, '2024-01-10', { facts: [missed(2021)] });
    expect(text).toMatch(
      /年度发展情况报表：2021年度未报；2022年度未登记（截止日2023年5月31日已过）；2023年度应于2024年5月31日前报送/,
    );
    expect(text).toMatch(/火炬统计年报：.*2023年度应于2024年3月31日前报送/);
    expect(text).not.toContain('取消');
  });

  it('two years missed are a warning', () => {
    expect(cardText(fact, '2023-12-29', { facts: [missed(2021), missed(2022)] })).toContain(
      '按规定将取消高新技术企业资格',
    );
  });

  it('as at a day before they were recorded they are not there', () => {
    expect(cardText(fact, '2023-11-30', { facts: [missed(2021), missed(2022)] })).not.toMatch(/取消|未报/);
  });

  it('are no matter of who may see the public row alone', () => {
    expect(cardText(fact, '2023-12-29', { facts: [missed(2021), missed(2022)], full: false })).not.toMatch(/年度|取消/);
  });
});
