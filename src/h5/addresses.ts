/** One enterprise's report of a month (YYYY-MM). */
interface OfPeriod {
  enterpriseId: string;
  period: string;
}

/** The addresses of the pages, below PUBLIC_URL. None tells anything about anybody. */
export interface Addresses {
  /** Path of PUBLIC_URL with `/h5` behind it; the cookies' path. */
  base: string;
  home: string;
  own: string;
  access: string;
  import: string;
  funds: string;
  /** A form of 资金台账. */
  fundForm(kind: 'batch' | 'project' | 'entry', of?: { project?: number; batch?: number }): string;
  fundProject(number: number): string;
  fundBatch(number: number): string;
  ownFunds: string;
  /** One application, by its number. */
  application(number: number): string;
  /** 本企业月报: history and templates; with a period (YYYY-MM) its form. */
  ownReports: string;
  ownReport(period: string): string;
  ownReportSheet: string;
  /** 月报, for staff: a period's overview, and one enterprise's report of it. */
  reports(period?: string): string;
  reportOf(of: OfPeriod): string;
  reportTrends: string;
  indicators: string;
  /** 截止事项, for staff: the list, one of them, the form; and 提醒规则. */
  deadlines: string;
  deadline(number: number): string;
  deadlineForm(number?: number): string;
  reminderRules: string;
  /** What concerns one's own enterprises, with the calendar; and one of it, to be answered. */
  ownDeadlines: string;
  ownDeadline(number: number): string;
  /** A private feed: what it ends with is the key. */
  calendar(token: string): string;
  choose: string;
  login: string;
  logout: string;
  /** Begins a platform's login. */
  loginBy(platform: string): string;
  /** Where a platform sends the browser back to; with the origin, for the platform. */
  loginBack(platform: string): string;
  /** Takes the code that DingTalk's client gave to the page. */
  loginInClient: string;
  /** Where a link leads; a page asks for its code under `link(token)/code`. */
  link(token: string): string;
  linkCode(token: string): string;
  asset(name: string): string;
}

export function addressesOf(publicUrl: string): Addresses {
  const { origin, pathname } = new URL(publicUrl);
  const base = `${pathname.replace(/\/+$/u, '')}/h5`;
  return {
    base,
    home: base,
    own: `${base}/own`,
    access: `${base}/access`,
    import: `${base}/import`,
    funds: `${base}/funds`,
    fundForm: (kind, { project, batch } = {}) => {
      const query = project !== undefined ? `?project=${project}` : batch !== undefined ? `?batch=${batch}` : '';
      return `${base}/funds/${kind}/new${query}`;
    },
    fundProject: (number) => `${base}/funds/project/${number}`,
    fundBatch: (number) => `${base}/funds/batch/${number}`,
    ownFunds: `${base}/own-funds`,
    application: (number) => `${base}/applications/${number}`,
    ownReports: `${base}/own-reports`,
    ownReport: (period) => `${base}/own-reports/${period}`,
    ownReportSheet: `${base}/own-report-sheet`,
    reports: (period) => (period === undefined ? `${base}/reports` : `${base}/reports/${period}`),
    reportOf: ({ enterpriseId, period }) => `${base}/reports/${period}/${enterpriseId}`,
    reportTrends: `${base}/report-trends`,
    indicators: `${base}/indicators`,
    deadlines: `${base}/deadlines`,
    deadline: (number) => `${base}/deadlines/${number}`,
    deadlineForm: (number) => (number === undefined ? `${base}/deadlines/new` : `${base}/deadlines/${number}/form`),
    reminderRules: `${base}/reminder-rules`,
    ownDeadlines: `${base}/own-deadlines`,
    ownDeadline: (number) => `${base}/own-deadlines/${number}`,
    calendar: (token) => `${base}/calendar/${token}.ics`,
    choose: `${base}/choose`,
    login: `${base}/login`,
    logout: `${base}/logout`,
    loginBy: (platform) => `${base}/login/${platform}`,
    loginBack: (platform) => `${origin}${base}/login/${platform}/back`,
    loginInClient: `${base}/login/dingtalk/client`,
    link: (token) => `${base}/l/${token}`,
    linkCode: (token) => `${base}/l/${token}/code`,
    asset: (name) => `${base}/assets/${name}`,
  };
}

/** A page of one's own enterprise that says which: of several that somebody serves it is the one meant. */
export function aboutEnterprise(address: string, enterpriseId: string): string {
  return `${address}?enterprise=${enterpriseId}`;
}

/** Whole addresses of the pages that the chat leads to. */
export function pagesOf(publicUrl: string) {
  const at = addressesOf(publicUrl);
  const whole = (path: string, enterpriseId?: string) =>
    new URL(enterpriseId === undefined ? path : aboutEnterprise(path, enterpriseId), publicUrl).href;
  return {
    home: whole(at.home),
    import: whole(at.import),
    funds: whole(at.funds),
    fundForm: (...of: Parameters<Addresses['fundForm']>) => whole(at.fundForm(...of)),
    fundBatch: (number: number) => whole(at.fundBatch(number)),
    fundProject: (number: number) => whole(at.fundProject(number)),
    ownFunds: (enterpriseId?: string) => whole(at.ownFunds, enterpriseId),
    application: (number: number) => whole(at.application(number)),
    ownReports: (enterpriseId: string) => whole(at.ownReports, enterpriseId),
    ownReport: ({ enterpriseId, period }: OfPeriod) => whole(at.ownReport(period), enterpriseId),
    reports: (period?: string) => whole(at.reports(period)),
    reportOf: (of: OfPeriod) => whole(at.reportOf(of)),
    reportTrends: whole(at.reportTrends),
    indicators: whole(at.indicators),
    deadlines: whole(at.deadlines),
    deadline: (number: number) => whole(at.deadline(number)),
    deadlineForm: (number?: number) => whole(at.deadlineForm(number)),
    reminderRules: whole(at.reminderRules),
    ownDeadlines: (enterpriseId?: string) => whole(at.ownDeadlines, enterpriseId),
    ownDeadline: ({ number, enterpriseId }: { number: number; enterpriseId?: string }) =>
      whole(at.ownDeadline(number), enterpriseId),
    calendar: (token: string) => whole(at.calendar(token)),
  };
}
