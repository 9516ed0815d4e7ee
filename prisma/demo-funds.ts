import type { Builder } from './builders.ts';
import { type DemoProject, demoBatches, type Payment, pay, wan } from './demo-fund-data.ts';

/** The report of 示例企业01 that waits for its confirmation: 支出 of its first project. */
const claim = { type: 'SPEND', fen: BigInt(wan(3.15)), effectiveOn: '2023-12-28' } as const;

/** @param people `enterpriseOf`: the id of a placeholder; `enteredBy`: who of the bureau; `reportedBy`: who of 示例企业01 */
export function addDemoFunds(
  build: Builder,
  people: { enterpriseOf: (placeholder: number) => string; enteredBy: string; reportedBy: string },
): void {
  const recordedById = people.enteredBy;
  const projectIds: string[] = [];
  for (const [index, { yuan, projects, ...facts }] of demoBatches.entries()) {
    const batchId = build.batch({ ...facts, year: 2023 });
    const fen = BigInt(yuan) * 100n;
    build.fundEntry({ batchId }, { type: 'ALLOCATE', fen, effectiveOn: '2023-12-29', dateKnown: false, recordedById });
    for (const project of projects) {
      const enterpriseId = people.enterpriseOf(project.enterprise);
      projectIds.push(addProject(build, { batchId, enterpriseId, recordedById, batchNumber: index + 1 }, project));
    }
  }
  const [first = ''] = projectIds;
  build.fundClaim(first, { ...claim, note: '试验材料费', reportedById: people.reportedBy });
}

function addProject(
  build: Builder,
  of: { batchId: string; enterpriseId: string; recordedById: string; batchNumber: number },
  project: DemoProject,
): string {
  const { batchId, enterpriseId, batchNumber, recordedById } = of;
  const { name, startsOn, endsOn, selfRaised = 0, approvedOn, statuses = [] } = project;
  const projectId = build.project(
    { batchId, enterpriseId },
    {
      ...{ name, isDemo: true, selfRaised: BigInt(wan(selfRaised)) },
      ...(startsOn ? { startsOn } : {}),
      ...(endsOn ? { endsOn } : {}),
    },
  );
  const enter = (type: 'APPROVE' | 'DISBURSE' | 'RECEIVE' | 'SPEND', [effectiveOn, fen]: Payment, docNo?: string) =>
    build.fundEntry({ projectId }, { type, fen: BigInt(fen), effectiveOn, recordedById, ...(docNo ? { docNo } : {}) });
  enter('APPROVE', pay(approvedOn, project.wan), `示科计〔2023〕${batchNumber}号`);
  for (const [index, one] of (project.disbursed ?? []).entries()) {
    enter('DISBURSE', one, `示财拨〔2023〕${10 * batchNumber + index}号`);
  }
  for (const one of project.received ?? []) enter('RECEIVE', one);
  for (const one of project.spent ?? []) {
    const wrongId = enter('SPEND', one);
    const { corrected } = project;
    if (corrected?.spentOn !== one[0]) continue;
    build.fundEntry(
      { projectId },
      {
        ...{ type: 'SPEND_REVERSAL', fen: -BigInt(one[1]), effectiveOn: corrected.on, period: one[0].slice(0, 7) },
        ...{ note: '设备费误记，更正', reversesId: wrongId, recordedById },
      },
    );
    enter('SPEND', [one[0], corrected.fen]);
  }
  for (const [status, effectiveOn, docNo] of statuses) {
    build.projectStatus(projectId, { status, effectiveOn, ...(docNo ? { docNo } : {}) });
  }
  return projectId;
}
