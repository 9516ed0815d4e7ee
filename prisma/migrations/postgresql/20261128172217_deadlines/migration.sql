-- AlterTable
ALTER TABLE "Job" ADD COLUMN     "fairKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Deadline" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "program" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "batch" INTEGER,
    "kind" TEXT NOT NULL,
    "enterpriseDue" TEXT NOT NULL,
    "enterpriseTime" TEXT NOT NULL DEFAULT '24:00',
    "officialDue" TEXT,
    "officialTime" TEXT,
    "basis" TEXT NOT NULL,
    "noticeNo" TEXT,
    "url" TEXT,
    "audience" TEXT NOT NULL,
    "settledBy" TEXT,
    "state" TEXT NOT NULL DEFAULT 'ACTIVE',
    "version" INTEGER NOT NULL DEFAULT 0,
    "openKey" TEXT,
    "ladderFrom" TEXT NOT NULL,
    "importId" TEXT,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Deadline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeadlineChange" (
    "id" TEXT NOT NULL,
    "deadlineId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "reason" TEXT,
    "announceAt" TIMESTAMP(3),
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DeadlineChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Reminder" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "sendOn" TEXT NOT NULL,
    "leads" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "why" TEXT,
    "jobId" TEXT,
    "carrierId" TEXT,
    "readKey" TEXT,
    "plannedAt" TIMESTAMP(3) NOT NULL,
    "sentAt" TIMESTAMP(3),
    "acceptedAt" TIMESTAMP(3),
    "readAt" TIMESTAMP(3),

    CONSTRAINT "Reminder_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DeadlineAnswer" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "seq" INTEGER NOT NULL,
    "personId" TEXT,
    "via" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DeadlineAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HelpRequest" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "enterpriseId" TEXT NOT NULL,
    "subject" TEXT,
    "topic" TEXT NOT NULL,
    "openKey" TEXT,
    "state" TEXT NOT NULL,
    "askedById" TEXT NOT NULL,
    "askedAt" TIMESTAMP(3) NOT NULL,
    "acceptBy" TEXT NOT NULL,
    "agentId" TEXT,
    "takenAt" TIMESTAMP(3),
    "dueOn" TEXT,
    "closedAt" TIMESTAMP(3),
    "note" TEXT,

    CONSTRAINT "HelpRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReminderOptOut" (
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReminderOptOut_pkey" PRIMARY KEY ("personId","kind")
);

-- CreateTable
CREATE TABLE "CalendarFeed" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "CalendarFeed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReminderPolicy" (
    "id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "recordedById" TEXT,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReminderPolicy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Slot" (
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "planned" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,
    "heldUntil" TIMESTAMP(3),
    "owner" TEXT NOT NULL DEFAULT '',
    "openedAt" TIMESTAMP(3) NOT NULL,
    "doneAt" TIMESTAMP(3),

    CONSTRAINT "Slot_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Pace" (
    "key" TEXT NOT NULL,
    "tat" BIGINT NOT NULL,

    CONSTRAINT "Pace_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "LimitUse" (
    "key" TEXT NOT NULL,
    "window" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "LimitUse_pkey" PRIMARY KEY ("key","window")
);

-- CreateIndex
CREATE UNIQUE INDEX "Deadline_number_key" ON "Deadline"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Deadline_openKey_key" ON "Deadline"("openKey");

-- CreateIndex
CREATE INDEX "Deadline_state_enterpriseDue_idx" ON "Deadline"("state", "enterpriseDue");

-- CreateIndex
CREATE INDEX "Deadline_importId_idx" ON "Deadline"("importId");

-- CreateIndex
CREATE INDEX "DeadlineChange_announceAt_idx" ON "DeadlineChange"("announceAt");

-- CreateIndex
CREATE UNIQUE INDEX "DeadlineChange_deadlineId_version_key" ON "DeadlineChange"("deadlineId", "version");

-- CreateIndex
CREATE INDEX "Reminder_enterpriseId_sendOn_idx" ON "Reminder"("enterpriseId", "sendOn");

-- CreateIndex
CREATE INDEX "Reminder_sendOn_state_idx" ON "Reminder"("sendOn", "state");

-- CreateIndex
CREATE INDEX "Reminder_jobId_idx" ON "Reminder"("jobId");

-- CreateIndex
CREATE INDEX "Reminder_carrierId_idx" ON "Reminder"("carrierId");

-- CreateIndex
CREATE INDEX "Reminder_subject_idx" ON "Reminder"("subject");

-- CreateIndex
CREATE UNIQUE INDEX "Reminder_subject_enterpriseId_personId_sendOn_occasion_vers_key" ON "Reminder"("subject", "enterpriseId", "personId", "sendOn", "occasion", "version", "platform");

-- CreateIndex
CREATE INDEX "DeadlineAnswer_enterpriseId_idx" ON "DeadlineAnswer"("enterpriseId");

-- CreateIndex
CREATE UNIQUE INDEX "DeadlineAnswer_subject_enterpriseId_seq_key" ON "DeadlineAnswer"("subject", "enterpriseId", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "HelpRequest_number_key" ON "HelpRequest"("number");

-- CreateIndex
CREATE UNIQUE INDEX "HelpRequest_openKey_key" ON "HelpRequest"("openKey");

-- CreateIndex
CREATE INDEX "HelpRequest_state_idx" ON "HelpRequest"("state");

-- CreateIndex
CREATE INDEX "HelpRequest_enterpriseId_idx" ON "HelpRequest"("enterpriseId");

-- CreateIndex
CREATE INDEX "CalendarFeed_personId_idx" ON "CalendarFeed"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "ReminderPolicy_number_key" ON "ReminderPolicy"("number");

-- CreateIndex
CREATE INDEX "Slot_kind_day_idx" ON "Slot"("kind", "day");

-- CreateIndex
CREATE INDEX "Job_state_priority_dueAt_idx" ON "Job"("state", "priority", "dueAt");

-- AddForeignKey
ALTER TABLE "DeadlineChange" ADD CONSTRAINT "DeadlineChange_deadlineId_fkey" FOREIGN KEY ("deadlineId") REFERENCES "Deadline"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reminder" ADD CONSTRAINT "Reminder_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DeadlineAnswer" ADD CONSTRAINT "DeadlineAnswer_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HelpRequest" ADD CONSTRAINT "HelpRequest_enterpriseId_fkey" FOREIGN KEY ("enterpriseId") REFERENCES "Enterprise"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
