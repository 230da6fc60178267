ALTER TABLE `promotions` ADD `due_at` integer;--> statement-breakpoint
CREATE INDEX `promotions_general` ON `promotions` (`status`,`valid_until_at`) WHERE sku IS NULL AND (code IS NULL OR is_listed = 1);--> statement-breakpoint
CREATE INDEX `promotions_due` ON `promotions` (`due_at`) WHERE due_at IS NOT NULL;