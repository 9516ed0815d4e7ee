import { noticeCard } from '../cards/notice.ts';
import type { AuditFact } from '../src/core/audit.ts';
import type { Answer } from '../src/core/card.ts';

/** Nothing was done, and why. */
export function refusal(title: string, why: string, audit: readonly AuditFact[] = []): Answer {
  return {
    here: { ...noticeCard(title, why), confidential: true },
    tapped: { state: '未办理', forAll: false },
    ...(audit.length > 0 ? { audit } : {}),
  };
}
