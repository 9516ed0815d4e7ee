import { xlsxBytes } from '../src/documents/write-xlsx.ts';
import { initialsOf, searchKey } from '../src/domain/enterprise-name.ts';
import { contactColumns, enterpriseColumns, qualificationColumns } from '../src/domain/workbook/columns.ts';

/** As many as the zone may have one day. */
export const importSize = { enterprises: 10_372, contacts: 20_000, qualifications: 15_000 };
export const importRows = importSize.enterprises + importSize.contacts + importSize.qualifications;

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const name = (n: number) => `内蒙古试验${String(n).padStart(5, '0')}科技有限公司`;
const alias = (n: number) => `试验科技${String(n).padStart(5, '0')}`;

/** A valid code of division 150500 (GB 32100-2015). */
function code(n: number): string {
  const digits = String(n).padStart(8, '0');
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const first17 = `91150500${digits}${'0123456789X0'.charAt(11 - (sum % 11))}`;
  let total = 0;
  for (let at = 0, weight = 1; at < 17; at += 1, weight = (weight * 3) % 31) {
    total += alphabet.indexOf(first17.charAt(at)) * weight;
  }
  return first17 + alphabet.charAt((31 - (total % 31)) % 31);
}

const enterprise = (n: number, industry: string) =>
  [name(n), code(n), alias(n), industry, '电子信息', '2016-05-20', n % 3 === 0 ? '是' : '否', '正常'] as const;
const contactOwner = (n: number) => (n >> 1) % importSize.enterprises;
const contact = (n: number) =>
  [
    n % 2 === 0 ? name(contactOwner(n)) : code(contactOwner(n)),
    `联系人${n}`,
    `139${String(n).padStart(8, '0')}`,
    ['法人', '财务', '研发', '联系人'][n % 4] ?? null,
    n % 2 === 0 ? '主' : '备',
  ] as const;
const qualification = (n: number) =>
  [
    name(n % importSize.enterprises),
    '高新技术企业',
    '国家级',
    `GR2023${String(n).padStart(8, '0')}`,
    '2023-11-09',
    '2023-11-09',
    '2026-11-09',
    '已认定',
  ] as const;

function* upTo<Row>(count: number, row: (n: number) => Row): Generator<Row> {
  for (let n = 0; n < count; n += 1) yield row(n);
}

/** The workbook. Another industry makes every enterprise of it changed. */
export function importWorkbook(industry = '软件和信息技术服务业'): Promise<Buffer> {
  const { enterprises, contacts, qualifications } = importSize;
  return xlsxBytes([
    {
      name: '企业',
      columns: Object.values(enterpriseColumns),
      rows: upTo(enterprises, (n) => enterprise(n, industry)),
    },
    { name: '联系人', columns: Object.values(contactColumns), rows: upTo(contacts, contact) },
    { name: '资质', columns: Object.values(qualificationColumns), rows: upTo(qualifications, qualification) },
  ]);
}

export interface PlainRows {
  table: string;
  columns: readonly string[];
  rows: readonly (readonly (string | null)[])[];
}

const recordedAt = '2026-01-01T00:00:00.000+00:00';

/** The same rows as they stand in the database, every value ready: what the floor inserts. */
export function plainRows(): PlainRows[] {
  const { enterprises, contacts, qualifications } = importSize;
  const id = (letter: string, n: number) => `${letter}${String(n).padStart(11, '0')}`;
  const nameRow = (kind: string, n: number, text: string) => [
    id(kind === 'FULL' ? 'F' : 'A', n),
    id('E', n),
    kind,
    text,
    searchKey(text),
    initialsOf(text),
  ];
  // As long as a sealed number and its digest are.
  const sealed = 'x'.repeat(52);
  return [
    {
      table: 'Enterprise',
      columns: ['id', 'creditCode', 'industry', 'field', 'foundedOn', 'operatingState', 'recordedAt'],
      rows: [
        ...upTo(enterprises, (n) => [
          id('E', n),
          code(n),
          '软件和信息技术服务业',
          '电子信息',
          '2016-05-20',
          'NORMAL',
          recordedAt,
        ]),
      ],
    },
    {
      table: 'EnterpriseName',
      columns: ['id', 'enterpriseId', 'kind', 'text', 'searchKey', 'initials'],
      rows: [...upTo(enterprises, (n) => n)].flatMap((n) => [
        nameRow('FULL', n, name(n)),
        nameRow('ALIAS', n, alias(n)),
      ]),
    },
    {
      table: 'Person',
      columns: ['id', 'name', 'mobileSealed', 'mobileDigest', 'recordedAt'],
      rows: [...upTo(contacts, (n) => [id('P', n), `联系人${n}`, sealed, `${n}${'y'.repeat(38)}`, recordedAt])],
    },
    {
      table: 'Binding',
      columns: ['id', 'personId', 'enterpriseId', 'duty', 'rank', 'recordedAt'],
      rows: [
        ...upTo(contacts, (n) => [
          id('B', n),
          id('P', n),
          id('E', contactOwner(n)),
          'RND',
          n % 2 === 0 ? 'MAIN' : 'BACKUP',
          recordedAt,
        ]),
      ],
    },
    {
      table: 'Qualification',
      columns: ['id', 'enterpriseId', 'type', 'level', 'certNo', 'issuedOn', 'validFrom', 'validTo', 'recordedAt'],
      rows: [
        ...upTo(qualifications, (n) => [
          id('Q', n),
          id('E', n % enterprises),
          'HNTE',
          'NATIONAL',
          `GR2023${String(n).padStart(8, '0')}`,
          '2023-11-09',
          '2023-11-09',
          '2026-11-09',
          recordedAt,
        ]),
      ],
    },
    {
      table: 'Transition',
      columns: ['id', 'qualificationId', 'status', 'effectiveOn', 'recordedAt'],
      rows: [...upTo(qualifications, (n) => [id('T', n), id('Q', n), 'RECOGNIZED', '2023-11-09', recordedAt])],
    },
  ];
}
