-- AlterTable
ALTER TABLE "Transition" ADD COLUMN "evidence" TEXT;
ALTER TABLE "Transition" ADD COLUMN "recordedById" TEXT;

-- CreateTable
CREATE TABLE "DutyRecord" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "qualificationId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "recordedById" TEXT,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "DutyRecord_qualificationId_fkey" FOREIGN KEY ("qualificationId") REFERENCES "Qualification" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FundBatch" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "FundProject" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "FundProject_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "FundBatch" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "FundProject_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FundProjectStatus" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "projectId" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "effectiveOn" TEXT NOT NULL,
    "docNo" TEXT,
    "note" TEXT,
    "importId" TEXT,
    "recordedById" TEXT,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "FundProjectStatus_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "FundProject" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FundEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "FundEntry_batchId_fkey" FOREIGN KEY ("batchId") REFERENCES "FundBatch" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "FundEntry_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "FundProject" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "FundEntry_reversesId_fkey" FOREIGN KEY ("reversesId") REFERENCES "FundEntry" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "FundEntry_claimId_fkey" FOREIGN KEY ("claimId") REFERENCES "FundClaim" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FundClaim" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "reportedAt" DATETIME NOT NULL,
    "decidedById" TEXT,
    "decidedAt" DATETIME,
    CONSTRAINT "FundClaim_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "FundProject" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FundDraft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Application" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "batch" INTEGER,
    "previousQualificationId" TEXT,
    "openKey" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "Application_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Application_previousQualificationId_fkey" FOREIGN KEY ("previousQualificationId") REFERENCES "Qualification" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
-- Those that are there already get their numbers in the order in which they were entered.
INSERT INTO "new_Application" ("batch", "enterpriseId", "id", "level", "number", "previousQualificationId", "recordedAt", "type", "year") SELECT "batch", "enterpriseId", "id", "level", ROW_NUMBER() OVER (ORDER BY "recordedAt", "id"), "previousQualificationId", "recordedAt", "type", "year" FROM "Application";
DROP TABLE "Application";
ALTER TABLE "new_Application" RENAME TO "Application";
CREATE UNIQUE INDEX "Application_number_key" ON "Application"("number");
CREATE UNIQUE INDEX "Application_openKey_key" ON "Application"("openKey");
CREATE INDEX "Application_enterpriseId_idx" ON "Application"("enterpriseId");
CREATE INDEX "Application_type_idx" ON "Application"("type");
CREATE INDEX "Application_previousQualificationId_idx" ON "Application"("previousQualificationId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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
