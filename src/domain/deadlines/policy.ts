import { z } from 'zod';
import { qualificationTypes } from '../qualification.ts';

const Time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u);

/** 提醒规则: everything about reminders that the bureau may set, as data (domain.md E2, D3). */
export const PolicyContentSchema = z.object({
  /** Calendar days before 材料到开发区, falling. */
  leads: z.array(z.number().int().min(0).max(365)).min(1).readonly(),
  /** Months before a certificate's last day, falling. */
  certificateMonths: z.array(z.number().int().min(1).max(36)).readonly(),
  certificateTypes: z.array(z.enum(qualificationTypes)).readonly(),
  /** 月报: days of the month on which who owes is reminded, beside the last one. */
  reportDays: z.array(z.number().int().min(2).max(28)).readonly(),
  /** From this lead on the backup contact is told too, where nobody answered; null: never. */
  backupFrom: z.number().int().min(0).nullable(),
  /** When scheduled reminders begin to go out, and over how many minutes they are spread. */
  sendAt: Time,
  spreadMinutes: z.number().int().min(0).max(180),
  /** Nothing goes out from `quietFrom` to `quietUntil` but answers. */
  quietFrom: Time,
  quietUntil: Time,
  /** 早报 to staff, and when it is checked whether what was due has left. */
  digestAt: Time,
  checkAt: Time,
  /** `{program}`, `{due}`, `{n}`, `{enterpriseDue}`, `{tel}` stand for what they say (domain.md G3). */
  texts: z.object({ deadline: z.string().min(1).max(500), certificate: z.string().min(1).max(500) }),
});
export type PolicyContent = z.infer<typeof PolicyContentSchema>;

/** `number` 0: the built-in one. */
export interface Policy extends PolicyContent {
  number: number;
}
