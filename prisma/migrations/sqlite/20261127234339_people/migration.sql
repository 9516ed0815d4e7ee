-- AlterTable
ALTER TABLE "Account" ADD COLUMN "recordedAt" DATETIME;

-- AlterTable
ALTER TABLE "EnterpriseName" ADD COLUMN "importId" TEXT;

-- AlterTable
ALTER TABLE "Qualification" ADD COLUMN "importId" TEXT;

-- CreateTable
CREATE TABLE "BindingRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "claimedName" TEXT,
    "askedFrom" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "openKey" TEXT,
    "reason" TEXT,
    "decidedById" TEXT,
    "requestedAt" DATETIME NOT NULL,
    "decidedAt" DATETIME,
    CONSTRAINT "BindingRequest_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "BindingRequest_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ConversationChoice" (
    "personId" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "chosenOn" TEXT NOT NULL,

    PRIMARY KEY ("personId", "conversation"),
    CONSTRAINT "ConversationChoice_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ConversationChoice_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccountJoin" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "codeDigest" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "otherId" TEXT,
    "state" TEXT NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "GroupChat" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "push" TEXT NOT NULL,
    "webhookSealed" TEXT,
    "registeredById" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    "endedAt" DATETIME
);

-- CreateTable
CREATE TABLE "GroupEnterprise" (
    "groupId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,

    PRIMARY KEY ("groupId", "enterpriseId"),
    CONSTRAINT "GroupEnterprise_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "GroupChat" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "GroupEnterprise_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AccessLink" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "codeDigest" TEXT,
    "codeExpiresAt" DATETIME,
    "codeTries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" DATETIME NOT NULL,
    "revokedAt" DATETIME,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "AccessLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "WebSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "tokenDigest" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "linkId" TEXT,
    "expiresAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "WebSession_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AttemptCount" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "count" INTEGER NOT NULL,
    "expiresAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Attachment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "bytes" BLOB NOT NULL,
    "personId" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Import" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "attachmentId" TEXT,
    "personId" TEXT,
    "report" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    "appliedAt" DATETIME
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "personId" TEXT,
    "role" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "objectType" TEXT,
    "objectId" TEXT,
    "enterpriseId" TEXT,
    "result" TEXT NOT NULL,
    "requestId" TEXT NOT NULL,
    "detail" TEXT,
    "salt" TEXT,
    "detailDigest" TEXT NOT NULL,
    "seq" BIGINT,
    "mac" TEXT
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seq" BIGINT NOT NULL,
    "mac" TEXT NOT NULL,
    "sealedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "AuditCheckpoint" (
    "seq" BIGINT NOT NULL PRIMARY KEY,
    "mac" TEXT NOT NULL,
    "removed" BIGINT NOT NULL,
    "proof" TEXT NOT NULL,
    "removedAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Binding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "duty" TEXT NOT NULL DEFAULT 'CONTACT',
    "rank" TEXT,
    "confirmedById" TEXT,
    "importId" TEXT,
    "recordedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    CONSTRAINT "Binding_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Binding_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Binding" ("enterpriseId", "id", "personId", "recordedAt") SELECT "enterpriseId", "id", "personId", "recordedAt" FROM "Binding";
DROP TABLE "Binding";
ALTER TABLE "new_Binding" RENAME TO "Binding";
CREATE INDEX "Binding_enterpriseId_idx" ON "Binding"("enterpriseId");
CREATE INDEX "Binding_importId_idx" ON "Binding"("importId");
CREATE UNIQUE INDEX "Binding_personId_enterpriseId_key" ON "Binding"("personId", "enterpriseId");
CREATE TABLE "new_Enterprise" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "creditCode" TEXT,
    "industry" TEXT,
    "field" TEXT,
    "foundedOn" TEXT,
    "aboveScale" BOOLEAN,
    "operatingState" TEXT NOT NULL DEFAULT 'NORMAL',
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "importId" TEXT,
    "recordedAt" DATETIME NOT NULL
);
INSERT INTO "new_Enterprise" ("id", "isDemo", "recordedAt") SELECT "id", "isDemo", "recordedAt" FROM "Enterprise";
DROP TABLE "Enterprise";
ALTER TABLE "new_Enterprise" RENAME TO "Enterprise";
CREATE UNIQUE INDEX "Enterprise_creditCode_key" ON "Enterprise"("creditCode");
CREATE INDEX "Enterprise_importId_idx" ON "Enterprise"("importId");
CREATE TABLE "new_Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT,
    "staffRole" TEXT,
    "mobileSealed" TEXT,
    "mobileDigest" TEXT,
    "erasedAt" DATETIME,
    "importId" TEXT,
    "recordedAt" DATETIME NOT NULL
);
INSERT INTO "new_Person" ("id", "name", "recordedAt", "staffRole") SELECT "id", "name", "recordedAt", "staffRole" FROM "Person";
DROP TABLE "Person";
ALTER TABLE "new_Person" RENAME TO "Person";
CREATE INDEX "Person_importId_idx" ON "Person"("importId");
CREATE INDEX "Person_mobileDigest_idx" ON "Person"("mobileDigest");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE UNIQUE INDEX "BindingRequest_openKey_key" ON "BindingRequest"("openKey");

-- CreateIndex
CREATE INDEX "BindingRequest_personId_idx" ON "BindingRequest"("personId");

-- CreateIndex
CREATE INDEX "BindingRequest_state_idx" ON "BindingRequest"("state");

-- CreateIndex
CREATE UNIQUE INDEX "AccountJoin_codeDigest_key" ON "AccountJoin"("codeDigest");

-- CreateIndex
CREATE INDEX "AccountJoin_accountId_idx" ON "AccountJoin"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "GroupChat_platform_corpId_chatId_key" ON "GroupChat"("platform", "corpId", "chatId");

-- CreateIndex
CREATE INDEX "AccessLink_personId_idx" ON "AccessLink"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "WebSession_tokenDigest_key" ON "WebSession"("tokenDigest");

-- CreateIndex
CREATE INDEX "WebSession_personId_idx" ON "WebSession"("personId");

-- CreateIndex
CREATE INDEX "AttemptCount_expiresAt_idx" ON "AttemptCount"("expiresAt");

-- CreateIndex
CREATE INDEX "Import_state_idx" ON "Import"("state");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEntry_seq_key" ON "AuditEntry"("seq");

-- CreateIndex
CREATE INDEX "AuditEntry_enterpriseId_at_idx" ON "AuditEntry"("enterpriseId", "at");

-- CreateIndex
CREATE INDEX "AuditEntry_personId_at_idx" ON "AuditEntry"("personId", "at");

-- CreateIndex
CREATE INDEX "AuditEntry_at_idx" ON "AuditEntry"("at");

-- CreateIndex
CREATE INDEX "EnterpriseName_importId_idx" ON "EnterpriseName"("importId");

-- CreateIndex
CREATE INDEX "Qualification_importId_idx" ON "Qualification"("importId");
