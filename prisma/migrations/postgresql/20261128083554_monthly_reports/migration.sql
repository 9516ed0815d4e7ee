-- CreateTable
CREATE TABLE "IndicatorSet" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "fromPeriod" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IndicatorSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MonthlyReport" (
    "id" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "submissionId" TEXT,
    "submittedSeq" INTEGER NOT NULL DEFAULT 0,
    "exemptReason" TEXT,
    "exemptById" TEXT,
    "exemptAt" TIMESTAMP(3),
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MonthlyReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReportEntry" (
    "id" TEXT NOT NULL,
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
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReportEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReportSubmission" (
    "id" TEXT NOT NULL,
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
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReportSubmission_pkey" PRIMARY KEY ("id")
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
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReportValue_pkey" PRIMARY KEY ("submissionId","key")
);

-- CreateTable
CREATE TABLE "ReportStep" (
    "id" TEXT NOT NULL,
    "reportId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "keys" TEXT,
    "text" TEXT,
    "dueOn" TEXT,
    "personId" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReportStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PeriodOpening" (
    "id" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "enterpriseId" TEXT,
    "until" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "personId" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PeriodOpening_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ToldOnce" (
    "what" TEXT NOT NULL,
    "toldAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ToldOnce_pkey" PRIMARY KEY ("what")
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

-- AddForeignKey
ALTER TABLE "MonthlyReport" ADD CONSTRAINT "MonthlyReport_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReportEntry" ADD CONSTRAINT "ReportEntry_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "MonthlyReport"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReportSubmission" ADD CONSTRAINT "ReportSubmission_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "MonthlyReport"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReportValue" ADD CONSTRAINT "ReportValue_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "ReportSubmission"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReportStep" ADD CONSTRAINT "ReportStep_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "MonthlyReport"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
