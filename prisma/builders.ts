import type { StaffRole } from '../src/core/actor.ts';
import { newId } from '../src/core/ids.ts';
import type { CalendarDate } from '../src/domain/calendar.ts';
import { initialsOf, searchKey } from '../src/domain/enterprise-name.ts';
import { closedStatuses, type Evidence } from '../src/domain/progress.ts';
import type { Level, QualificationType, Status } from '../src/domain/qualification.ts';
import type { Client } from '../src/store/database.ts';
import { fromStaffRole } from '../src/store/people.ts';
import { createDeadlineBuilder } from './deadline-builder.ts';
import { createFundBuilder } from './fund-builder.ts';
import { createReportBuilder } from './report-builder.ts';

interface Change {
  status: Status;
  effectiveOn: CalendarDate;
  dateKnown?: boolean;
  evidence?: Evidence;
  /** The person who entered it. */
  by?: string | undefined;
}

/** Collects rows of the ledger and writes them with one statement a table. For demo data and tests. */
export function createBuilder(recordedFrom: Date) {
  const rows = {
    enterprise: [] as {
      id: string;
      creditCode: string | null;
      industry: string | null;
      isDemo: boolean;
      recordedAt: Date;
    }[],
    enterpriseName: [] as {
      id: string;
      enterpriseId: string;
      kind: string;
      text: string;
      searchKey: string;
      initials: string;
    }[],
    person: [] as { id: string; name: string; staffRole: string | null; recordedAt: Date }[],
    account: [] as {
      id: string;
      platform: string;
      corpId: string;
      userId: string;
      personId: string;
      recordedAt: Date;
    }[],
    binding: [] as { id: string; personId: string; enterpriseId: string; recordedAt: Date }[],
    application: [] as {
      id: string;
      enterpriseId: string;
      type: string;
      level: string;
      year: number;
      number: number;
      version: number;
      batch: number | null;
      previousQualificationId: string | null;
      openKey: string | null;
      recordedAt: Date;
    }[],
    qualification: [] as {
      id: string;
      enterpriseId: string;
      type: string;
      level: string;
      certNo: string | null;
      issuedOn: string | null;
      validFrom: string | null;
      validTo: string | null;
      applicationId: string | null;
      recordedAt: Date;
    }[],
    transition: [] as {
      id: string;
      applicationId: string | null;
      qualificationId: string | null;
      status: string;
      effectiveOn: string;
      dateKnown: boolean;
      evidence: string | null;
      recordedById: string | null;
      recordedAt: Date;
    }[],
  };

  // Each row a millisecond later than the one before, so that the order of entry is kept.
  let entered = recordedFrom.getTime();
  const recordedAt = () => new Date(entered++);

  function changes(
    owner: { applicationId: string | null; qualificationId: string | null },
    history: readonly Change[],
  ) {
    for (const { status, effectiveOn, dateKnown = true, evidence, by = null } of history) {
      const proof = { evidence: evidence ? JSON.stringify(evidence) : null, recordedById: by };
      rows.transition.push({
        id: newId(),
        ...owner,
        status,
        effectiveOn,
        dateKnown,
        ...proof,
        recordedAt: recordedAt(),
      });
    }
  }

  const { writeFunds, ...funds } = createFundBuilder(recordedAt);
  const { writeReports, ...reports } = createReportBuilder();
  const { writeDeadlines, ...deadlines } = createDeadlineBuilder();

  return {
    ...funds,
    ...reports,
    ...deadlines,

    /** @returns the enterprise's id */
    enterprise(
      name: string,
      options: { aliases?: readonly string[]; isDemo?: boolean; creditCode?: string; industry?: string } = {},
    ): string {
      const id = newId();
      const { isDemo = false, creditCode = null, industry = null } = options;
      rows.enterprise.push({ id, creditCode, industry, isDemo, recordedAt: recordedAt() });
      for (const text of [name, ...(options.aliases ?? [])]) {
        const kind = text === name ? 'FULL' : 'ALIAS';
        const entry = { id: newId(), enterpriseId: id, kind, text };
        rows.enterpriseName.push({ ...entry, searchKey: searchKey(text), initials: initialsOf(text) });
      }
      return id;
    },

    /** @returns the person's id */
    person(
      name: string,
      options: {
        role?: StaffRole;
        enterprises?: readonly string[];
        accounts: readonly { platform: 'wecom' | 'dingtalk'; corpId: string; userId: string }[];
      },
    ): string {
      const id = newId();
      rows.person.push({
        id,
        name,
        staffRole: options.role ? fromStaffRole(options.role) : null,
        recordedAt: recordedAt(),
      });
      for (const account of options.accounts) {
        rows.account.push({ id: newId(), ...account, personId: id, recordedAt: recordedAt() });
      }
      for (const enterpriseId of options.enterprises ?? []) {
        rows.binding.push({ id: newId(), personId: id, enterpriseId, recordedAt: recordedAt() });
      }
      return id;
    },

    /** @returns the qualification's id */
    qualification(
      enterpriseId: string,
      facts: {
        type: QualificationType;
        level: Level;
        certNo?: string;
        issuedOn?: CalendarDate;
        validTo?: CalendarDate;
        applicationId?: string;
        history: readonly Change[];
      },
    ): string {
      const id = newId();
      const { type, level, certNo = null, issuedOn = null, validTo = null, applicationId = null } = facts;
      const validity = { certNo, issuedOn, validFrom: issuedOn, validTo };
      rows.qualification.push({ id, enterpriseId, type, level, ...validity, applicationId, recordedAt: recordedAt() });
      changes({ applicationId: null, qualificationId: id }, facts.history);
      return id;
    },

    /** @returns the application's id */
    application(
      enterpriseId: string,
      facts: {
        type: QualificationType;
        level: Level;
        year: number;
        batch?: number;
        /** The certificate that it renews. */
        previous?: string | undefined;
        history: readonly Change[];
      },
    ): string {
      const id = newId();
      const { type, level, year, batch = null, previous = null, history } = facts;
      const last = history.at(-1);
      rows.application.push({
        ...{ id, enterpriseId, type, level, year, batch },
        number: rows.application.length + 1,
        version: history.length,
        previousQualificationId: previous,
        openKey: last && closedStatuses.has(last.status) ? null : [enterpriseId, type, level, year].join(' '),
        recordedAt: recordedAt(),
      });
      changes({ applicationId: id, qualificationId: null }, facts.history);
      return id;
    },

    async write(client: Client): Promise<void> {
      await client.enterprise.createMany({ data: rows.enterprise });
      await client.enterpriseName.createMany({ data: rows.enterpriseName });
      await client.person.createMany({ data: rows.person });
      await client.account.createMany({ data: rows.account });
      await client.binding.createMany({ data: rows.binding });
      // Either may name the other: what an application renews is there first, what came of it is named afterwards.
      await client.qualification.createMany({
        data: rows.qualification.map((row) => ({ ...row, applicationId: null })),
      });
      await client.application.createMany({ data: rows.application });
      for (const { id, applicationId } of rows.qualification) {
        if (applicationId !== null) await client.qualification.update({ where: { id }, data: { applicationId } });
      }
      await client.transition.createMany({ data: rows.transition });
      await writeFunds(client);
      await writeReports(client);
      await writeDeadlines(client);
    },
  };
}

export type Builder = ReturnType<typeof createBuilder>;
