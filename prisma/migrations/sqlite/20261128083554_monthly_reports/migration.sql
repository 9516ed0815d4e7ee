-- CreateTable
CREATE TABLE "IndicatorSet" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "fromPeriod" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "recordedById" TEXT,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "MonthlyReport" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enterpriseId" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "submissionId" TEXT,
    "submittedSeq" INTEGER NOT NULL DEFAULT 0,
    "exemptReason" TEXT,
    "exemptById" TEXT,
    "exemptAt" DATETIME,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "MonthlyReport_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReportEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reportId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "month" BIGINT,
    "total" BIGINT,
    "reason" TEXT,
    "personId" TEXT,
    "via" TEXT NOT NULL,
    "onBehalf" BOOLEAN NOT NULL DEFAULT false,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "ReportEntry_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "MonthlyReport" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReportSubmission" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reportId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "isLate" BOOLEAN NOT NULL,
    "reason" TEXT,
    "onBehalf" BOOLEAN NOT NULL,
    "setNumber" INTEGER NOT NULL,
    "fromVersion" INTEGER NOT NULL,
    "reasons" TEXT NOT NULL,
    "personId" TEXT,
    "via" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "ReportSubmission_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "MonthlyReport" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReportValue" (
    "submissionId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "month" BIGINT,
    "total" BIGINT,
    "isCarried" BOOLEAN NOT NULL,
    "personId" TEXT,
    "via" TEXT NOT NULL,
    "onBehalf" BOOLEAN NOT NULL,
    "recordedAt" DATETIME NOT NULL,

    PRIMARY KEY ("submissionId", "key"),
    CONSTRAINT "ReportValue_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "ReportSubmission" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReportStep" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "reportId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "keys" TEXT,
    "text" TEXT,
    "dueOn" TEXT,
    "personId" TEXT,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "ReportStep_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "MonthlyReport" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PeriodOpening" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "period" TEXT NOT NULL,
    "enterpriseId" TEXT,
    "until" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "personId" TEXT,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ToldOnce" (
    "what" TEXT NOT NULL PRIMARY KEY,
    "toldAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "IndicatorSet_number_key" ON "IndicatorSet"("number");

-- CreateIndex
CREATE UNIQUE INDEX "MonthlyReport_submissionId_key" ON "MonthlyReport"("submissionId");

-- CreateIndex
CREATE INDEX "MonthlyReport_period_state_idx" ON "MonthlyReport"("period", "state");

-- CreateIndex
CREATE UNIQUE INDEX "MonthlyReport_enterpriseId_period_key" ON "MonthlyReport"("enterpriseId", "period");

-- CreateIndex
CREATE INDEX "ReportEntry_reportId_seq_idx" ON "ReportEntry"("reportId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "ReportSubmission_reportId_number_key" ON "ReportSubmission"("reportId", "number");

-- CreateIndex
CREATE INDEX "ReportStep_reportId_seq_idx" ON "ReportStep"("reportId", "seq");

-- CreateIndex
CREATE INDEX "PeriodOpening_period_idx" ON "PeriodOpening"("period");
