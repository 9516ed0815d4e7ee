-- AlterTable
ALTER TABLE "Person" ADD COLUMN "mergedIntoId" TEXT;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_GroupChat" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "platform" TEXT NOT NULL,
    "corpId" TEXT NOT NULL,
    "chatId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "push" TEXT NOT NULL,
    "webhookSealed" TEXT,
    "appchatId" TEXT,
    "registeredById" TEXT NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    "endedAt" DATETIME
);
INSERT INTO "new_GroupChat" ("chatId", "corpId", "endedAt", "id", "platform", "push", "recordedAt", "registeredById", "title", "webhookSealed") SELECT "chatId", "corpId", "endedAt", "id", "platform", "push", "recordedAt", "registeredById", "title", "webhookSealed" FROM "GroupChat";
DROP TABLE "GroupChat";
ALTER TABLE "new_GroupChat" RENAME TO "GroupChat";
CREATE UNIQUE INDEX "GroupChat_number_key" ON "GroupChat"("number");
CREATE UNIQUE INDEX "GroupChat_platform_corpId_chatId_key" ON "GroupChat"("platform", "corpId", "chatId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "Person_mergedIntoId_idx" ON "Person"("mergedIntoId");
