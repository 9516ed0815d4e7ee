import type { StaffRole } from '../src/core/actor.ts';
import { newId } from '../src/core/ids.ts';
import type { CalendarDate } from '../src/domain/calendar.ts';
import { initialsOf, searchKey } from '../src/domain/enterprise-name.ts';
import type { Level, QualificationType, Status } from '../src/domain/qualification.ts';
import type { Client } from '../src/store/database.ts';
import { fromStaffRole } from '../src/store/people.ts';

interface Change {
  status: Status;
  effectiveOn: CalendarDate;
  dateKnown?: boolean;
}

/** Collects rows of the ledger and writes them with one statement a table. For demo data and tests. */
export function createBuilder(recordedFrom: Date) {
  const rows = {
    enterprise: [] as { id: string; creditCode: string | null; isDemo: boolean; recordedAt: Date }[],
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
    for (const { status, effectiveOn, dateKnown = true } of history) {
      rows.transition.push({ id: newId(), ...owner, status, effectiveOn, dateKnown, recordedAt: recordedAt() });
    }
  }

  return {
    /** @returns the enterprise's id */
    enterprise(
      name: string,
      options: { aliases?: readonly string[]; isDemo?: boolean; creditCode?: string } = {},
    ): string {
      const id = newId();
      const { isDemo = false, creditCode = null } = options;
      rows.enterprise.push({ id, creditCode, isDemo, recordedAt: recordedAt() });
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
      facts: { type: QualificationType; level: Level; year: number; history: readonly Change[] },
    ): string {
      const id = newId();
      const { type, level, year } = facts;
      const number = rows.application.length + 1;
      const version = facts.history.length;
      rows.application.push({ id, enterpriseId, type, level, year, number, version, recordedAt: recordedAt() });
      changes({ applicationId: id, qualificationId: null }, facts.history);
      return id;
    },

    async write(client: Client): Promise<void> {
      await client.enterprise.createMany({ data: rows.enterprise });
      await client.enterpriseName.createMany({ data: rows.enterpriseName });
      await client.person.createMany({ data: rows.person });
      await client.account.createMany({ data: rows.account });
      await client.binding.createMany({ data: rows.binding });
      await client.application.createMany({ data: rows.application });
      await client.qualification.createMany({ data: rows.qualification });
      await client.transition.createMany({ data: rows.transition });
    },
  };
}

export type Builder = ReturnType<typeof createBuilder>;
