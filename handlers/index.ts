import type { Intent, Work } from '../src/dispatch/intent.ts';
import { accessLink } from './intents/access-link.ts';
import { apply } from './intents/apply.ts';
import { audit } from './intents/audit.ts';
import { bind } from './intents/bind.ts';
import { approveBinding, bindingRequests, rejectBinding } from './intents/binding-decision.ts';
import { calendar } from './intents/calendar.ts';
import { chooseEnterprise } from './intents/choose-enterprise.ts';
import { contacts } from './intents/contacts.ts';
import { deadlines } from './intents/deadlines.ts';
import { duties } from './intents/duties.ts';
import { exportSheet } from './intents/export.ts';
import { fundClaims } from './intents/fund-claims.ts';
import { fundOrder } from './intents/fund-order.ts';
import { fundReport } from './intents/fund-report.ts';
import { funds } from './intents/funds.ts';
import { group } from './intents/group.ts';
import { help } from './intents/help.ts';
import { helpRequests } from './intents/help-requests.ts';
import { closeHelp, takeHelp } from './intents/help-taking.ts';
import { importData } from './intents/import.ts';
import { indicators } from './intents/indicators.ts';
import { joinAccounts } from './intents/join-accounts.ts';
import { members } from './intents/members.ts';
import { monthlyReport } from './intents/monthly-report.ts';
import { newDeadline } from './intents/new-deadline.ts';
import { openPages } from './intents/open-pages.ts';
import { progress } from './intents/progress.ts';
import { qualification } from './intents/qualification.ts';
import { reminders } from './intents/reminders.ts';
import { reportFigures } from './intents/report-figures.ts';
import { subscribe, unsubscribe } from './intents/subscriptions.ts';
import { unbind } from './intents/unbind.ts';
import { whoAmI } from './intents/who-am-i.ts';
import { whoLooked } from './intents/who-looked.ts';
import { exportData } from './works/export-data.ts';
import { fundChart } from './works/fund-chart.ts';
import { importApply } from './works/import-apply.ts';
import { importCheck } from './works/import-check.ts';
import { reportHistoryChart, reportProgressChart, reportTrendChart } from './works/report-charts.ts';
import { reportExport } from './works/report-export.ts';
import { reportReopened } from './works/report-reopened.ts';
import { reportWorkbook } from './works/report-workbook.ts';

/** Everything people can ask, in the order in which help lists it and sentences are tried. */
export const intents: readonly Intent[] = [
  qualification,
  progress,
  apply,
  duties,
  // Before 资金, whose words are among the figures of a month.
  reportFigures,
  // Before 资金, which asks: these enter, report and decide.
  fundOrder,
  fundClaims,
  fundReport,
  funds,
  monthlyReport,
  deadlines,
  newDeadline,
  reminders,
  // Before 订阅, behind which it may stand.
  calendar,
  subscribe,
  unsubscribe,
  helpRequests,
  takeHelp,
  closeHelp,
  indicators,
  contacts,
  chooseEnterprise,
  // Before 绑定, which it begins with.
  bindingRequests,
  bind,
  unbind,
  approveBinding,
  rejectBinding,
  joinAccounts,
  group,
  members,
  importData,
  exportSheet,
  accessLink,
  whoLooked,
  audit,
  openPages,
  whoAmI,
  help,
];

/** Everything that goes on after its answer. */
export const works: readonly Work[] = [
  importCheck,
  importApply,
  exportData,
  fundChart,
  reportWorkbook,
  reportExport,
  reportProgressChart,
  reportHistoryChart,
  reportTrendChart,
  reportReopened,
];
