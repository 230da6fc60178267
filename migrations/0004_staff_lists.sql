DROP INDEX `fulfilments_status`;--> statement-breakpoint
CREATE INDEX `fulfilments_status` ON `fulfilments` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `payments_status_id` ON `payments` (`status`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_status` ON `refunds` (`status`,`id`);