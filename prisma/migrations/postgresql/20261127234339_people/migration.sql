-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "recordedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Binding" ADD COLUMN     "confirmedById" TEXT,
ADD COLUMN     "duty" TEXT NOT NULL DEFAULT 'CONTACT',
ADD COLUMN     "endedAt" TIMESTAMP(3),
ADD COLUMN     "importId" TEXT,
ADD COLUMN     "rank" TEXT;

-- AlterTable
ALTER TABLE "Enterprise" ADD COLUMN     "aboveScale" BOOLEAN,
ADD COLUMN     "creditCode" TEXT,
ADD COLUMN     "field" TEXT,
ADD COLUMN     "foundedOn" TEXT,
ADD COLUMN     "importId" TEXT,
ADD COLUMN     "industry" TEXT,
ADD COLUMN     "operatingState" TEXT NOT NULL DEFAULT 'NORMAL';

-- AlterTable
ALTER TABLE "EnterpriseName" ADD COLUMN     "importId" TEXT;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "erasedAt" TIMESTAMP(3),
ADD COLUMN     "importId" TEXT,
ADD COLUMN     "mobileDigest" TEXT,
ADD COLUMN     "mobileSealed" TEXT,
ALTER COLUMN "name" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Qualification" ADD COLUMN     "importId" TEXT;

-- CreateTable
CREATE TABLE "BindingRequest" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "claimedName" TEXT,
    "askedFrom" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "openKey" TEXT,
    "reason" TEXT,
    "decidedById" TEXT,
    "requestedAt" TIMESTAMP(3) NOT NULL,
    "decidedAt" TIMESTAMP(3),

    CONSTRAINT "BindingRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConversationChoice" (
    "personId" TEXT NOT NULL,
    "conversation" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "chosenOn" TEXT NOT NULL,

    CONSTRAINT "ConversationChoice_pkey" PRIMARY KEY ("personId","conversation")
);

-- CreateTable
CREATE TABLE "AccountJoin" (
    "id" TEXT NOT NULL,
    "codeDigest" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "otherId" TEXT,
    "state" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AccountJoin_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupChat" (
    "id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "push" TEXT NOT NULL,
    "webhookSealed" TEXT,
    "registeredById" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "GroupChat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GroupEnterprise" (
    "groupId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,

    CONSTRAINT "GroupEnterprise_pkey" PRIMARY KEY ("groupId","enterpriseId")
);

-- CreateTable
CREATE TABLE "AccessLink" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "createdById" TEXT NOT NULL,
    "codeDigest" TEXT,
    "codeExpiresAt" TIMESTAMP(3),
    "codeTries" INTEGER NOT NULL DEFAULT 0,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "revokedAt" TIMESTAMP(3),
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AccessLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebSession" (
    "id" TEXT NOT NULL,
    "tokenDigest" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "via" TEXT NOT NULL,
    "linkId" TEXT,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "WebSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AttemptCount" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AttemptCount_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Attachment" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "personId" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Import" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "attachmentId" TEXT,
    "personId" TEXT,
    "report" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,
    "appliedAt" TIMESTAMP(3),

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
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
    "mac" TEXT,

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL,
    "seq" BIGINT NOT NULL,
    "mac" TEXT NOT NULL,
    "sealedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditCheckpoint" (
    "seq" BIGINT NOT NULL,
    "mac" TEXT NOT NULL,
    "removed" BIGINT NOT NULL,
    "proof" TEXT NOT NULL,
    "removedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AuditCheckpoint_pkey" PRIMARY KEY ("seq")
);

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
CREATE INDEX "Binding_importId_idx" ON "Binding"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "Enterprise_creditCode_key" ON "Enterprise"("creditCode");

-- CreateIndex
CREATE INDEX "Enterprise_importId_idx" ON "Enterprise"("importId");

-- CreateIndex
CREATE INDEX "EnterpriseName_importId_idx" ON "EnterpriseName"("importId");

-- CreateIndex
CREATE INDEX "Person_importId_idx" ON "Person"("importId");

-- CreateIndex
CREATE INDEX "Person_mobileDigest_idx" ON "Person"("mobileDigest");

-- CreateIndex
CREATE INDEX "Qualification_importId_idx" ON "Qualification"("importId");

-- AddForeignKey
ALTER TABLE "BindingRequest" ADD CONSTRAINT "BindingRequest_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "BindingRequest" ADD CONSTRAINT "BindingRequest_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConversationChoice" ADD CONSTRAINT "ConversationChoice_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConversationChoice" ADD CONSTRAINT "ConversationChoice_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupEnterprise" ADD CONSTRAINT "GroupEnterprise_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "GroupChat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GroupEnterprise" ADD CONSTRAINT "GroupEnterprise_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessLink" ADD CONSTRAINT "AccessLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebSession" ADD CONSTRAINT "WebSession_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
