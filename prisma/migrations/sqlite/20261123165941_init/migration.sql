-- CreateTable
CREATE TABLE "Enterprise" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "isDemo" BOOLEAN NOT NULL DEFAULT false,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "EnterpriseName" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enterpriseId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "searchKey" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    CONSTRAINT "EnterpriseName_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "staffRole" TEXT,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    CONSTRAINT "Account_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Binding" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "personId" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "Binding_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Binding_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "WecomUserId" (
    "openUserId" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Qualification" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enterpriseId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "certNo" TEXT,
    "issuedOn" TEXT,
    "validFrom" TEXT,
    "validTo" TEXT,
    "recordedAt" DATETIME NOT NULL,
    "applicationId" TEXT,
    CONSTRAINT "Qualification_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Qualification_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Application" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enterpriseId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "batch" INTEGER,
    "previousQualificationId" TEXT,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "Application_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Application_previousQualificationId_fkey" FOREIGN KEY ("previousQualificationId") REFERENCES "Qualification" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Transition" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "applicationId" TEXT,
    "qualificationId" TEXT,
    "status" TEXT NOT NULL,
    "effectiveOn" TEXT NOT NULL,
    "dateKnown" BOOLEAN NOT NULL DEFAULT true,
    "recordedAt" DATETIME NOT NULL,
    CONSTRAINT "Transition_applicationId_fkey" FOREIGN KEY ("applicationId") REFERENCES "Application" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "Transition_qualificationId_fkey" FOREIGN KEY ("qualificationId") REFERENCES "Qualification" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "plan" TEXT,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" DATETIME NOT NULL,
    "owner" TEXT NOT NULL,
    "lastError" TEXT,
    "recordedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "EnterpriseName_searchKey_idx" ON "EnterpriseName"("searchKey");

-- CreateIndex
CREATE INDEX "EnterpriseName_initials_idx" ON "EnterpriseName"("initials");

-- CreateIndex
CREATE UNIQUE INDEX "EnterpriseName_enterpriseId_text_key" ON "EnterpriseName"("enterpriseId", "text");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_platform_corpId_userId_key" ON "Account"("platform", "corpId", "userId");

-- CreateIndex
CREATE INDEX "Binding_enterpriseId_idx" ON "Binding"("enterpriseId");

-- CreateIndex
CREATE UNIQUE INDEX "Binding_personId_enterpriseId_key" ON "Binding"("personId", "enterpriseId");

-- CreateIndex
CREATE UNIQUE INDEX "Qualification_applicationId_key" ON "Qualification"("applicationId");

-- CreateIndex
CREATE INDEX "Qualification_enterpriseId_idx" ON "Qualification"("enterpriseId");

-- CreateIndex
CREATE INDEX "Qualification_type_idx" ON "Qualification"("type");

-- CreateIndex
CREATE UNIQUE INDEX "Qualification_type_certNo_key" ON "Qualification"("type", "certNo");

-- CreateIndex
CREATE INDEX "Application_enterpriseId_idx" ON "Application"("enterpriseId");

-- CreateIndex
CREATE INDEX "Application_type_idx" ON "Application"("type");

-- CreateIndex
CREATE INDEX "Application_previousQualificationId_idx" ON "Application"("previousQualificationId");

-- CreateIndex
CREATE INDEX "Transition_applicationId_idx" ON "Transition"("applicationId");

-- CreateIndex
CREATE INDEX "Transition_qualificationId_idx" ON "Transition"("qualificationId");

-- CreateIndex
CREATE UNIQUE INDEX "Job_key_key" ON "Job"("key");

-- CreateIndex
CREATE INDEX "Job_state_dueAt_idx" ON "Job"("state", "dueAt");
