-- AlterTable
ALTER TABLE "Application" ADD COLUMN     "number" INTEGER,
ADD COLUMN     "openKey" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- Those that are there already get their numbers in the order in which they were entered.
UPDATE "Application" a SET "number" = n."number" FROM (SELECT "id", ROW_NUMBER() OVER (ORDER BY "recordedAt", "id") AS "number" FROM "Application") n WHERE n."id" = a."id";
ALTER TABLE "Application" ALTER COLUMN "number" SET NOT NULL;

-- AlterTable
ALTER TABLE "Transition" ADD COLUMN     "evidence" TEXT,
ADD COLUMN     "recordedById" TEXT;

-- CreateTable
CREATE TABLE "DutyRecord" (
    "id" TEXT NOT NULL,
    "qualificationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DutyRecord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundBatch" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "surplusPolicy" TEXT NOT NULL DEFAULT 'KEEP_BY_UNIT',
    "trackSpending" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 0,
    "importId" TEXT,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FundBatch_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundProject" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "batchId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "leader" TEXT,
    "partner" TEXT,
    "startsOn" TEXT,
    "endsOn" TEXT,
    "acceptanceDueOn" TEXT,
    "selfRaised" BIGINT NOT NULL DEFAULT 0,
    "goal" TEXT,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "importId" TEXT,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FundProject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundProjectStatus" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "effectiveOn" TEXT NOT NULL,
    "docNo" TEXT,
    "note" TEXT,
    "importId" TEXT,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FundProjectStatus_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundEntry" (
    "id" TEXT NOT NULL,
    "batchId" TEXT NOT NULL,
    "projectId" TEXT,
    "enterpriseId" TEXT,
    "type" TEXT NOT NULL,
    "fen" BIGINT NOT NULL,
    "effectiveOn" TEXT NOT NULL,
    "dateKnown" BOOLEAN NOT NULL DEFAULT true,
    "docNo" TEXT,
    "docKey" TEXT,
    "period" TEXT,
    "sourceKey" TEXT,
    "note" TEXT,
    "reversesId" TEXT,
    "claimId" TEXT,
    "importId" TEXT,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FundEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundClaim" (
    "id" TEXT NOT NULL,
    "projectId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "fen" BIGINT NOT NULL,
    "effectiveOn" TEXT NOT NULL,
    "period" TEXT,
    "docNo" TEXT,
    "note" TEXT,
    "state" TEXT NOT NULL,
    "openKey" TEXT,
    "reason" TEXT,
    "reportedById" TEXT NOT NULL,
    "reportedAt" TIMESTAMP(3) NOT NULL,
    "decidedById" TEXT,
    "decidedAt" TIMESTAMP(3),

    CONSTRAINT "FundClaim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FundDraft" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FundDraft_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "DutyRecord_qualificationId_idx" ON "DutyRecord"("qualificationId");

-- CreateIndex
CREATE UNIQUE INDEX "FundBatch_number_key" ON "FundBatch"("number");

-- CreateIndex
CREATE UNIQUE INDEX "FundBatch_name_key" ON "FundBatch"("name");

-- CreateIndex
CREATE INDEX "FundBatch_year_idx" ON "FundBatch"("year");

-- CreateIndex
CREATE INDEX "FundBatch_importId_idx" ON "FundBatch"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "FundProject_number_key" ON "FundProject"("number");

-- CreateIndex
CREATE UNIQUE INDEX "FundProject_code_key" ON "FundProject"("code");

-- CreateIndex
CREATE INDEX "FundProject_enterpriseId_idx" ON "FundProject"("enterpriseId");

-- CreateIndex
CREATE INDEX "FundProject_importId_idx" ON "FundProject"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "FundProject_batchId_enterpriseId_name_key" ON "FundProject"("batchId", "enterpriseId", "name");

-- CreateIndex
CREATE INDEX "FundProjectStatus_projectId_idx" ON "FundProjectStatus"("projectId");

-- CreateIndex
CREATE INDEX "FundProjectStatus_importId_idx" ON "FundProjectStatus"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "FundEntry_docKey_key" ON "FundEntry"("docKey");

-- CreateIndex
CREATE UNIQUE INDEX "FundEntry_sourceKey_key" ON "FundEntry"("sourceKey");

-- CreateIndex
CREATE UNIQUE INDEX "FundEntry_reversesId_key" ON "FundEntry"("reversesId");

-- CreateIndex
CREATE UNIQUE INDEX "FundEntry_claimId_key" ON "FundEntry"("claimId");

-- CreateIndex
CREATE INDEX "FundEntry_batchId_type_importId_effectiveOn_fen_projectId_idx" ON "FundEntry"("batchId", "type", "importId", "effectiveOn", "fen", "projectId");

-- CreateIndex
CREATE INDEX "FundEntry_projectId_idx" ON "FundEntry"("projectId");

-- CreateIndex
CREATE INDEX "FundEntry_enterpriseId_idx" ON "FundEntry"("enterpriseId");

-- CreateIndex
CREATE INDEX "FundEntry_importId_idx" ON "FundEntry"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "FundClaim_openKey_key" ON "FundClaim"("openKey");

-- CreateIndex
CREATE INDEX "FundClaim_projectId_idx" ON "FundClaim"("projectId");

-- CreateIndex
CREATE INDEX "FundClaim_state_idx" ON "FundClaim"("state");

-- CreateIndex
CREATE INDEX "FundDraft_expiresAt_idx" ON "FundDraft"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Application_number_key" ON "Application"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Application_openKey_key" ON "Application"("openKey");

-- AddForeignKey
ALTER TABLE "DutyRecord" ADD CONSTRAINT "DutyRecord_qualificationId_fkey" FOREIGN KEY ("qualificationId") REFERENCES "Qualification"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundProject" ADD CONSTRAINT "FundProject_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "FundBatch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundProject" ADD CONSTRAINT "FundProject_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundProjectStatus" ADD CONSTRAINT "FundProjectStatus_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "FundProject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundEntry" ADD CONSTRAINT "FundEntry_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "FundBatch"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundEntry" ADD CONSTRAINT "FundEntry_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "FundProject"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundEntry" ADD CONSTRAINT "FundEntry_reversesId_fkey" FOREIGN KEY ("reversesId") REFERENCES "FundEntry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundEntry" ADD CONSTRAINT "FundEntry_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "FundClaim"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FundClaim" ADD CONSTRAINT "FundClaim_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "FundProject"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
