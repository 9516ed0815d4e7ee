import type { CalendarDate } from '../src/domain/calendar.ts';
import type { FundCategory, FundLevel, StoredProjectStatus, SurplusPolicy } from '../src/domain/funds/terms.ts';

/**
 * The special funds of 2023: six batches as the bureau's annual summary made them public (domain.md A2), whose day nobody
 * knows. Projects, enterprises, days and document numbers are invented; the projects of a batch add up to the batch.
 */
export interface DemoBatch {
  name: string;
  level: FundLevel;
  category: FundCategory;
  yuan: number;
  surplusPolicy?: SurplusPolicy;
  trackSpending?: boolean;
  projects: readonly DemoProject[];
}

/** Amounts in whole 分 where they are not round: [day, 分]. */
export type Payment = readonly [on: CalendarDate, fen: number];

export interface DemoProject {
  /** Placeholder by number. */
  enterprise: number;
  name: string;
  wan: number;
  startsOn?: CalendarDate;
  endsOn?: CalendarDate;
  selfRaised?: number;
  approvedOn: CalendarDate;
  disbursed?: readonly Payment[];
  received?: readonly Payment[];
  spent?: readonly Payment[];
  /** The spending of this day was wrong: taken back and entered anew on the second. */
  corrected?: { spentOn: CalendarDate; on: CalendarDate; fen: number };
  statuses?: readonly (readonly [StoredProjectStatus, CalendarDate, docNo?: string])[];
}

/** 万元 in 分. */
export const wan = (amount: number) => Math.round(amount * 1_000_000);
export const pay = (on: CalendarDate, amount: number): Payment => [on, wan(amount)];

export const demoBatches: readonly DemoBatch[] = [
  {
    name: '2023年中央引导地方科技发展资金',
    level: 'CENTRAL',
    category: 'CENTRAL_GUIDE',
    yuan: 500_000,
    projects: [
      {
        enterprise: 1,
        name: '示例项目：饲料原料快速检测装置研发',
        wan: 30,
        selfRaised: 20,
        startsOn: '2023-06-01',
        endsOn: '2025-05-31',
        approvedOn: '2023-06-15',
        disbursed: [pay('2023-07-10', 30)],
        received: [pay('2023-07-18', 30)],
        spent: [pay('2023-08-31', 3.2), pay('2023-09-28', 4.85), pay('2023-10-31', 5.1), pay('2023-11-30', 2.6)],
        corrected: { spentOn: '2023-10-31', on: '2023-11-15', fen: wan(4.1) },
      },
      {
        enterprise: 5,
        name: '示例项目：储能电池热管理系统开发',
        wan: 20,
        startsOn: '2023-03-01',
        endsOn: '2024-12-31',
        approvedOn: '2023-06-15',
        disbursed: [pay('2023-07-10', 12)],
        received: [pay('2023-07-20', 12)],
        spent: [pay('2023-08-31', 1.5), pay('2023-09-27', 3)],
        statuses: [['TERMINATED', '2023-11-20', '示科函〔2023〕88号']],
      },
    ],
  },
  {
    name: '通辽市科技创新专项资金',
    level: 'CITY',
    category: 'CITY_INNOVATION',
    yuan: 1_995_500,
    surplusPolicy: 'RECOVER_2Y',
    projects: [
      {
        enterprise: 2,
        name: '示例项目：设备远程运维平台',
        wan: 80,
        selfRaised: 40,
        startsOn: '2023-05-01',
        endsOn: '2025-04-30',
        approvedOn: '2023-04-20',
        disbursed: [pay('2023-05-12', 40), pay('2023-10-16', 20)],
        received: [pay('2023-05-19', 40), pay('2023-10-27', 10)],
        spent: [pay('2023-06-30', 6.4), pay('2023-08-31', 9.6), pay('2023-11-30', 4)],
      },
      {
        enterprise: 6,
        name: '示例项目：秸秆饲料化关键设备研制',
        wan: 60,
        startsOn: '2023-01-01',
        endsOn: '2023-11-30',
        approvedOn: '2023-04-20',
        disbursed: [pay('2023-05-12', 60)],
        received: [pay('2023-05-22', 60)],
        spent: [pay('2023-06-30', 21.4), pay('2023-09-28', 25), pay('2023-11-29', 12)],
      },
      {
        enterprise: 7,
        name: '示例项目：乳酸菌制剂中试',
        wan: 59.55,
        startsOn: '2023-02-01',
        endsOn: '2023-10-31',
        approvedOn: '2023-04-20',
        disbursed: [pay('2023-05-12', 59.55)],
        received: [pay('2023-05-24', 59.55)],
        spent: [pay('2023-06-30', 24.3), pay('2023-08-31', 20), pay('2023-10-30', 12)],
        statuses: [
          ['ACCEPT_APPLIED', '2023-11-10'],
          ['ACCEPTED', '2023-12-12', '示科验〔2023〕12号'],
        ],
      },
    ],
  },
  {
    name: '2023年第二批自治区科技成果转化专项资金',
    level: 'REGION',
    category: 'RESULT_TRANSFER',
    yuan: 3_625_000,
    projects: [
      {
        enterprise: 1,
        name: '示例项目：在线检测仪成果转化',
        wan: 120,
        selfRaised: 60,
        startsOn: '2024-01-01',
        endsOn: '2025-12-31',
        approvedOn: '2023-12-05',
      },
      {
        enterprise: 3,
        name: '示例项目：蒙药材标准化提取工艺转化',
        wan: 150,
        startsOn: '2023-03-01',
        endsOn: '2024-06-30',
        approvedOn: '2023-08-08',
        disbursed: [pay('2023-09-04', 150)],
        received: [pay('2023-09-12', 100)],
        spent: [pay('2023-10-31', 18), pay('2023-11-30', 12)],
      },
      {
        enterprise: 8,
        name: '示例项目：铸造砂再生工艺转化',
        wan: 92.5,
        startsOn: '2023-08-01',
        endsOn: '2025-07-31',
        approvedOn: '2023-08-08',
        disbursed: [pay('2023-09-04', 50)],
        received: [pay('2023-09-15', 50)],
        spent: [pay('2023-10-31', 10), pay('2023-11-30', 12)],
      },
    ],
  },
  {
    name: '通辽市科技创新专项资金（第二批）',
    level: 'CITY',
    category: 'CITY_INNOVATION',
    yuan: 950_000,
    surplusPolicy: 'RECOVER_2Y',
    projects: [
      {
        enterprise: 4,
        name: '示例项目：肉牛精准饲喂系统示范',
        wan: 45,
        startsOn: '2023-03-01',
        endsOn: '2024-02-28',
        approvedOn: '2023-07-26',
        disbursed: [pay('2023-08-18', 45)],
        received: [pay('2023-08-25', 45)],
        spent: [pay('2023-09-28', 20), pay('2023-11-30', 20)],
      },
      {
        enterprise: 9,
        name: '示例项目：玉米深加工副产物利用',
        wan: 50,
        startsOn: '2022-12-16',
        endsOn: '2023-12-15',
        approvedOn: '2023-07-26',
        disbursed: [pay('2023-08-18', 50)],
        received: [pay('2023-08-28', 50)],
        spent: [pay('2023-09-28', 26.2), pay('2023-11-30', 22)],
        statuses: [['ACCEPT_APPLIED', '2023-12-20']],
      },
    ],
  },
  {
    name: '2023年第四批自治区应用技术研究与开发资金',
    level: 'REGION',
    category: 'APPLIED_RND',
    yuan: 2_000_000,
    projects: [
      {
        enterprise: 10,
        name: '示例项目：草原生态监测传感网络',
        wan: 120,
        selfRaised: 80,
        startsOn: '2023-07-01',
        endsOn: '2025-06-30',
        approvedOn: '2023-09-18',
        disbursed: [pay('2023-10-11', 120)],
        received: [pay('2023-10-18', 120)],
        // Three times 33 333.33 元: 10.00万元 when added up, 9.99万元 when rounded before.
        spent: [
          ['2023-10-31', 3_333_333],
          ['2023-11-30', 3_333_333],
          ['2023-12-20', 3_333_333],
        ],
      },
      {
        enterprise: 11,
        name: '示例项目：装配式建筑构件智能制造',
        wan: 80,
        startsOn: '2023-09-01',
        endsOn: '2025-08-31',
        approvedOn: '2023-09-18',
        disbursed: [pay('2023-10-11', 40)],
        received: [pay('2023-10-20', 40)],
        spent: [pay('2023-11-30', 15)],
      },
    ],
  },
  {
    name: '2023年第四批自治区科技创新引导奖励资金',
    level: 'REGION',
    category: 'INNOVATION_REWARD',
    yuan: 1_000_000,
    trackSpending: false,
    projects: [
      { enterprise: 12, name: '示例奖励：首次认定高新技术企业', wan: 40, ...reward('2023-12-01', 40) },
      { enterprise: 13, name: '示例奖励：首次认定高新技术企业', wan: 30, ...reward('2023-12-02', 30) },
      { enterprise: 14, name: '示例奖励：创新平台建设', wan: 30, approvedOn: '2023-11-15' },
    ],
  },
];

function reward(receivedOn: CalendarDate, amount: number) {
  return {
    approvedOn: '2023-11-15',
    disbursed: [pay('2023-11-28', amount)],
    received: [pay(receivedOn, amount)],
  };
}
