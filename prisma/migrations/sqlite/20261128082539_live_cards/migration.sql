-- CreateTable
CREATE TABLE "LiveCard" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "card" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sentAt" DATETIME NOT NULL,
    "changeableUntil" DATETIME,
    "endedAt" DATETIME,
    "state" TEXT,
    "shown" TEXT,
    "shownAt" DATETIME
);

-- CreateTable
CREATE TABLE "LiveSubject" (
    "subject" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT,
    "closedAt" DATETIME,
    "closedBy" TEXT,
    "touchedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ApiCalls" (
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    PRIMARY KEY ("platform", "corpId", "month")
);

-- CreateIndex
CREATE UNIQUE INDEX "LiveCard_card_key" ON "LiveCard"("card");

-- CreateIndex
CREATE INDEX "LiveCard_subject_idx" ON "LiveCard"("subject");

-- CreateIndex
CREATE INDEX "LiveCard_platform_corpId_userId_idx" ON "LiveCard"("platform", "corpId", "userId");

-- CreateIndex
CREATE INDEX "LiveCard_sentAt_idx" ON "LiveCard"("sentAt");

-- CreateIndex
CREATE INDEX "LiveSubject_touchedAt_idx" ON "LiveSubject"("touchedAt");
