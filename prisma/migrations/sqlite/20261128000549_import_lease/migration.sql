-- AlterTable
ALTER TABLE "Import" ADD COLUMN "heldUntil" DATETIME;
ALTER TABLE "Import" ADD COLUMN "openKey" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Import_openKey_key" ON "Import"("openKey");
