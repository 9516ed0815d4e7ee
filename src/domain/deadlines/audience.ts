import { z } from 'zod';
import { levels, qualificationTypes } from '../qualification.ts';

/** 重点企业 by F1: 科技型中小企业 / 往年到期未申报或未通过 / 今年到期复审. */
export const priorityGroups = ['G1', 'G2', 'G3'] as const;
export type PriorityGroup = (typeof priorityGroups)[number];
export const priorityGroupLabels: Record<PriorityGroup, string> = {
  G1: '科技型中小企业',
  G2: '往年到期未申报或未通过的存量企业',
  G3: '今年到期复审的高新技术企业',
};

const QualificationRuleSchema = z.object({
  type: z.enum(qualificationTypes),
  level: z.enum(levels).nullable(),
  /** VALID 有效期内 | PENDING 待批复 | EXPIRES_IN_YEAR 当年到期 (of the deadline's year) | NONE 没有有效的 */
  state: z.enum(['VALID', 'PENDING', 'EXPIRES_IN_YEAR', 'NONE']),
});

/**
 * Who is concerned, as a rule: who fits one of `anyOf` (each of them whole) and `industries`, or is named in `include`, and is
 * not named in `exempt`. `everybody` stands for every enterprise that is operating. Enterprises that moved or were deregistered
 * are never concerned.
 */
export const AudienceSchema = z.object({
  everybody: z.boolean(),
  anyOf: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('qualification'), ...QualificationRuleSchema.shape }),
        z.object({ kind: z.literal('group'), group: z.enum(priorityGroups) }),
      ]),
    )
    .readonly(),
  /** Only of these; empty: of any */
  industries: z.array(z.string()).readonly(),
  /** Ids of enterprises chosen one by one */
  include: z.array(z.string()).readonly(),
  /** 免除 */
  exempt: z.array(z.string()).readonly(),
});
export type Audience = z.infer<typeof AudienceSchema>;
