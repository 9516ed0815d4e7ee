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
  reportOf(of: { enterpriseId: string; period: string }): string;
  reportTrends: string;
  indicators: string;
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

/** Whole addresses of the pages that the chat leads to. */
export function pagesOf(publicUrl: string) {
  const at = addressesOf(publicUrl);
  const whole = (path: string) => new URL(path, publicUrl).href;
  return {
    home: whole(at.home),
    import: whole(at.import),
    funds: whole(at.funds),
    fundForm: (...of: Parameters<Addresses['fundForm']>) => whole(at.fundForm(...of)),
    fundBatch: (number: number) => whole(at.fundBatch(number)),
    fundProject: (number: number) => whole(at.fundProject(number)),
    ownFunds: whole(at.ownFunds),
    application: (number: number) => whole(at.application(number)),
    ownReports: whole(at.ownReports),
    ownReport: (period: string) => whole(at.ownReport(period)),
    reports: (period?: string) => whole(at.reports(period)),
    reportOf: (of: Parameters<Addresses['reportOf']>[0]) => whole(at.reportOf(of)),
    reportTrends: whole(at.reportTrends),
    indicators: whole(at.indicators),
  };
}

/** Pages that a login may lead to, by the name that stands for them while the platform is asked. */
const plainTargets = {
  home: (at) => at.home,
  own: (at) => at.own,
  access: (at) => at.access,
  import: (at) => at.import,
  funds: (at) => at.funds,
  ownFunds: (at) => at.ownFunds,
  ownReports: (at) => at.ownReports,
  reports: (at) => at.reports(),
  reportTrends: (at) => at.reportTrends,
  indicators: (at) => at.indicators,
  newBatch: (at) => at.fundForm('batch'),
  newProject: (at) => at.fundForm('project'),
  newEntry: (at) => at.fundForm('entry'),
} satisfies Record<string, (at: Addresses) => string>;
/** Those about one thing, with its number behind the name. */
const numberedTargets = {
  application: (at, number) => at.application(number),
  // A month as 202610.
  ownReport: (at, month) => at.ownReport(String(month).replace(/(?=\d\d$)/u, '-')),
  reportsOf: (at, month) => at.reports(String(month).replace(/(?=\d\d$)/u, '-')),
  fundProject: (at, number) => at.fundProject(number),
  fundBatch: (at, number) => at.fundBatch(number),
  newProjectOfBatch: (at, batch) => at.fundForm('project', { batch }),
  newEntryOfProject: (at, project) => at.fundForm('entry', { project }),
  newEntryOfBatch: (at, batch) => at.fundForm('entry', { batch }),
} satisfies Record<string, (at: Addresses, number: number) => string>;
type PlainTarget = keyof typeof plainTargets;
type NumberedTarget = keyof typeof numberedTargets;
export type Target = PlainTarget | `${NumberedTarget}-${number}`;

const isPlain = (name: string): name is PlainTarget => Object.hasOwn(plainTargets, name);
const isNumbered = (name: string): name is NumberedTarget => Object.hasOwn(numberedTargets, name);

/** Of what a browser says only a page of ours; the first page otherwise. */
export function readTarget(to: unknown): Target {
  if (typeof to !== 'string') return 'home';
  if (isPlain(to)) return to;
  const [, name = '', number] = /^([a-zA-Z]+)-(\d{1,6})$/u.exec(to) ?? [];
  return isNumbered(name) ? `${name}-${Number(number)}` : 'home';
}

export function addressOfTarget(at: Addresses, target: Target): string {
  if (isPlain(target)) return plainTargets[target](at);
  const [name = '', number] = target.split('-');
  return isNumbered(name) ? numberedTargets[name](at, Number(number)) : at.home;
}
