/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { certificateText } from '../../../cards/deadline-certificate.ts';
import { standingText } from '../../../cards/deadline-parts.ts';
import type { EnterpriseRef } from '../../core/actor.ts';
import { dateOf, formatDate } from '../../domain/calendar.ts';
import { certificateName, type OwnCertificate } from '../../domain/deadlines/certificates.ts';
import { deadlineKindLabels, deadlineNo } from '../../domain/deadlines/deadline.ts';
import { deadlineTitle, dueText } from '../../domain/deadlines/due-text.ts';
import type { OwnDeadline } from '../../domain/deadlines/own-standings.ts';
import { type OptionalKind, optionalKindLabels, optionalKinds } from '../../domain/deadlines/reminders.ts';
import { daysLeftWords, timeLeftWords } from '../deadline-words.ts';
import { Carried } from './form-parts.tsx';
import type { Page } from './layout.tsx';
import { Notices } from './report-parts.tsx';

interface Drawing {
  enterprise: EnterpriseRef;
  coming: readonly OwnDeadline[];
  past: readonly OwnDeadline[];
  certificates: readonly OwnCertificate[];
  now: Date;
  address(number: number): string;
  /** The calendar's whole address; null: none is open. */
  feed: string | null;
  optedOut: readonly OptionalKind[];
  notices: readonly string[];
  action: string;
  csrf: string;
}

/** What concerns the own enterprise, with its answers; and how it comes to its contact. */
export function ownDeadlinesPage(of: Drawing): Page {
  const { enterprise, coming, past, certificates, now, notices } = of;
  return {
    title: '截止事项',
    subtitle: enterprise.name,
    body: (
      <>
        <Notices notices={notices} />
        <section class="panel">
          <h2>{`未截止（${coming.length}项）`}</h2>
          {coming.length === 0 && <p>目前没有登记涉及贵公司的截止事项。</p>}
          <Rows rows={coming} of={of} />
        </section>
        {certificates.length > 0 && (
          <section class="panel">
            <h2>证书有效期</h2>
            {certificates.some(({ stage }) => stage === 'DUE') && (
              <p class="hint">
                答复证书到期提醒，请在聊天中发送“/截止 证书 已报送”（或者正在准备、需要帮助、今年不报
                原因），或在收到的提醒上点选。
              </p>
            )}
            <ol class="plainly">
              {certificates.map((one) => (
                <li>
                  {certificateTitle(one)}
                  <span class="mark">{certificateText(one)}</span>
                  <span class="detail">{certificateEnd(one, now)}</span>
                </li>
              ))}
            </ol>
          </section>
        )}
        {past.length > 0 && (
          <section class="panel">
            <details>
              <summary>{`已截止（最近${past.length}项）`}</summary>
              <Rows rows={[...past].reverse()} of={of} />
            </details>
          </section>
        )}
        <Calendar of={of} />
        <Subscriptions of={of} />
      </>
    ),
  };
}

function certificateTitle({ certificate }: OwnCertificate): string {
  const { certNo } = certificate;
  return `${certificateName(certificate)}${certNo === null ? '' : `（${certNo}）`}`;
}

function certificateEnd({ certificate: { validTo } }: OwnCertificate, now: Date): string {
  return `有效期至${formatDate(validTo)}，${daysLeftWords(validTo, dateOf(now)).replace('今天截止', '今天到期')}`;
}

function Rows({ rows, of: { now, address } }: { rows: readonly OwnDeadline[]; of: Drawing }): VNode {
  return (
    <ol class="plainly">
      {rows.map(({ deadline, standing }) => (
        <li>
          <a class="further" href={address(deadline.number)}>
            {deadlineTitle(deadline)}
          </a>
          <span class="mark">{standingText(standing)}</span>
          <span class="detail">
            {`${deadlineNo(deadline.number)}，${deadlineKindLabels[deadline.kind]}，${dueText(deadline.enterpriseDue, deadline.basis)}，${timeLeftWords(deadline, now)}`}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The private address: to be copied, changed for another, or ended. */
function Calendar({ of: { feed, action, csrf } }: { of: Drawing }): VNode {
  return (
    <form class="panel" method="post" action={`${action}/calendar`} id="calendar">
      <Carried values={{ csrf }} />
      <h2>日历订阅</h2>
      <p class="hint">
        在手机或电脑的日历应用中添加“订阅日历”，即可看到本人所绑定企业的截止事项和证书到期日，有变更时自动更新。
      </p>
      {feed === null ? (
        <button class="button" type="submit" name="do" value="open">
          开通日历地址
        </button>
      ) : (
        <>
          <label for="feed">日历地址</label>
          <textarea id="feed" readonly rows={3}>
            {feed}
          </textarea>
          <p class="hint">长按选择全部并复制。该地址仅供本人使用，请勿转发；如已泄露，请更换。</p>
          <div class="actions">
            <a class="button secondary" href={feed.replace(/^https?:/u, 'webcal:')}>
              在日历应用中打开
            </a>
            <button class="button secondary" type="submit" name="do" value="renew">
              更换地址
            </button>
            <button class="button secondary" type="submit" name="do" value="close">
              停用
            </button>
          </div>
        </>
      )}
    </form>
  );
}

/** Which reminders one may do without, and which nobody may. */
function Subscriptions({ of: { optedOut, action, csrf } }: { of: Drawing }): VNode {
  return (
    <section class="panel" id="subscriptions">
      <h2>提醒订阅</h2>
      <p class="hint">仅对您本人有效，不影响本企业其他联系人。</p>
      <dl class="subscriptions">
        {optionalKinds.map((kind) => {
          const isOut = optedOut.includes(kind);
          return (
            <div>
              <dt>{optionalKindLabels[kind]}</dt>
              <dd>
                <form class="inline" method="post" action={`${action}/subscriptions`}>
                  <Carried values={{ csrf, kind, want: isOut ? 'on' : 'off' }} />
                  <span>{isOut ? '已退订' : '已订阅'}</span>
                  <button class="button secondary" type="submit">
                    {isOut ? '订阅' : '退订'}
                  </button>
                </form>
              </dd>
            </div>
          );
        })}
        {['报送义务提醒', '月报提醒'].map((label) => (
          <div>
            <dt>{label}</dt>
            <dd>必收，不能退订</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
