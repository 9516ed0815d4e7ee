-- CreateTable
CREATE TABLE "LiveCard" (
    "id" TEXT NOT NULL,
    "card" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "sentAt" TIMESTAMP(3) NOT NULL,
    "changeableUntil" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "state" TEXT,
    "shown" TEXT,
    "shownAt" TIMESTAMP(3),

    CONSTRAINT "LiveCard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LiveSubject" (
    "subject" TEXT NOT NULL,
    "state" TEXT,
    "closedAt" TIMESTAMP(3),
    "closedBy" TEXT,
    "touchedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "LiveSubject_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "ApiCalls" (
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "ApiCalls_pkey" PRIMARY KEY ("platform","corpId","month")
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
