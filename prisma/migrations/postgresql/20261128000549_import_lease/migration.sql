-- AlterTable
ALTER TABLE "Import" ADD COLUMN     "heldUntil" TIMESTAMP(3),
ADD COLUMN     "openKey" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Import_openKey_key" ON "Import"("openKey");
