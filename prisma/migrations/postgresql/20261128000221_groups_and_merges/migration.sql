-- AlterTable
ALTER TABLE "GroupChat" ADD COLUMN     "appchatId" TEXT,
ADD COLUMN     "number" INTEGER NOT NULL;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "mergedIntoId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "GroupChat_number_key" ON "GroupChat"("number");

-- CreateIndex
CREATE INDEX "Person_mergedIntoId_idx" ON "Person"("mergedIntoId");
