CREATE TABLE `seller_members` (
	`user_id` text PRIMARY KEY NOT NULL,
	`seller_id` text NOT NULL,
	`role` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `seller_members_seller` ON `seller_members` (`seller_id`);--> statement-breakpoint
CREATE TABLE `cod_rules` (
	`valid_from_at` integer PRIMARY KEY NOT NULL,
	`limit_paise` integer NOT NULL,
	`max_refused_parcels` integer NOT NULL,
	`history_days` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `cancellations` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`line_ids` text NOT NULL,
	`amount_paise` integer NOT NULL,
	`reason` text NOT NULL,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cancellations_order` ON `cancellations` (`order_id`);--> statement-breakpoint
CREATE TABLE `credit_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`invoice_id` text NOT NULL,
	`order_id` text NOT NULL,
	`cause` text NOT NULL,
	`gstin` text NOT NULL,
	`financial_year` text NOT NULL,
	`serial` integer NOT NULL,
	`credit_note_no` text NOT NULL,
	`line_ids` text NOT NULL,
	`includes_charges` integer NOT NULL,
	`issued_at` integer NOT NULL,
	`document_key` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credit_notes_cause` ON `credit_notes` (`invoice_id`,`cause`);--> statement-breakpoint
CREATE UNIQUE INDEX `credit_notes_series` ON `credit_notes` (`gstin`,`financial_year`,`serial`);--> statement-breakpoint
CREATE INDEX `credit_notes_order` ON `credit_notes` (`order_id`);--> statement-breakpoint
CREATE TABLE `ledger_entries` (
	`journal` text NOT NULL,
	`account` text NOT NULL,
	`amount_paise` integer NOT NULL,
	`order_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`journal`, `account`)
);
--> statement-breakpoint
CREATE INDEX `ledger_entries_account` ON `ledger_entries` (`account`,`amount_paise`);--> statement-breakpoint
CREATE INDEX `ledger_entries_order` ON `ledger_entries` (`order_id`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text NOT NULL,
	`amount_paise` integer NOT NULL,
	`lines` text NOT NULL,
	`reason` text NOT NULL,
	`cause` text NOT NULL,
	`status` text NOT NULL,
	`gateway_ref` text,
	`utr` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`note` text,
	`actor` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_cause` ON `refunds` (`payment_id`,`cause`);--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`);--> statement-breakpoint
CREATE INDEX `refunds_order` ON `refunds` (`order_id`);--> statement-breakpoint
CREATE INDEX `refunds_gateway_ref` ON `refunds` (`gateway_ref`);--> statement-breakpoint
CREATE INDEX `refunds_open` ON `refunds` (`updated_at`) WHERE status IN ('due', 'pending');--> statement-breakpoint
CREATE TABLE `stock_shards` (
	`object_name` text PRIMARY KEY NOT NULL,
	`sku` text NOT NULL,
	`on_hand` integer NOT NULL,
	`reserved` integer NOT NULL,
	`seq` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `stock_shards_sku` ON `stock_shards` (`sku`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` text PRIMARY KEY NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`before` text,
	`after` text,
	`request_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_log_at` ON `audit_log` (`at`);--> statement-breakpoint
CREATE INDEX `audit_log_subject` ON `audit_log` (`subject`,`at`);--> statement-breakpoint
CREATE TABLE `dead_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`message` text NOT NULL,
	`event_id` text,
	`attempts` integer NOT NULL,
	`died_at` integer NOT NULL,
	`replayed_at` integer
);
--> statement-breakpoint
CREATE INDEX `dead_letters_died` ON `dead_letters` (`died_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `dead_letters_open` ON `dead_letters` (`event_id`) WHERE replayed_at IS NULL;--> statement-breakpoint
DROP INDEX `fulfilments_seller`;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `carrier` text;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `awb` text;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `tracking_url` text;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `label_key` text;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `shipped_at` integer;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `delivered_at` integer;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `due_at` integer;--> statement-breakpoint
ALTER TABLE `fulfilments` ADD `track_at` integer;--> statement-breakpoint
CREATE INDEX `fulfilments_seller_status` ON `fulfilments` (`seller_id`,`status`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `fulfilments_awb` ON `fulfilments` (`carrier`,`awb`);--> statement-breakpoint
CREATE INDEX `fulfilments_awb_no` ON `fulfilments` (`awb`);--> statement-breakpoint
CREATE INDEX `fulfilments_status` ON `fulfilments` (`status`);--> statement-breakpoint
CREATE INDEX `fulfilments_due` ON `fulfilments` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `fulfilments_track` ON `fulfilments` (`track_at`) WHERE track_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `fulfilments_seller` ON `fulfilments` (`seller_id`,`id`);--> statement-breakpoint
DROP INDEX `payments_status`;--> statement-breakpoint
ALTER TABLE `payments` ADD `capture_ref` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `method` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `captured_paise` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `fee_paise` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `fee_tax_paise` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `payments_capture_ref` ON `payments` (`capture_ref`);--> statement-breakpoint
CREATE INDEX `payments_status` ON `payments` (`status`,`updated_at`);--> statement-breakpoint
ALTER TABLE `listings` ADD `stock_shards` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `sellers` ADD `is_cod_allowed` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `invoices` ADD `line_ids` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `order_events` ADD `machine` text DEFAULT 'order' NOT NULL;--> statement-breakpoint
ALTER TABLE `order_events` ADD `subject_id` text;--> statement-breakpoint
ALTER TABLE `order_events` ADD `event` text;--> statement-breakpoint
ALTER TABLE `order_events` ADD `note` text;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `cancellation_id` text;--> statement-breakpoint
ALTER TABLE `webhook_inbox` ADD `signature` text DEFAULT 'valid' NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_inbox_outcome` ON `webhook_inbox` (`outcome`,`id`);--> statement-breakpoint
CREATE INDEX `orders_phone` ON `orders` (address ->> 'phone');--> statement-breakpoint
CREATE INDEX `orders_email` ON `orders` (`email`);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`status`,`id`);--> statement-breakpoint
-- Refunds become records of their own: what was owed or given back under the old payment states moves there.
UPDATE `payments` SET `captured_paise` = `amount_paise` WHERE `status` IN ('captured', 'refund_due', 'refunded');--> statement-breakpoint
INSERT INTO `refunds` (`id`, `order_id`, `payment_id`, `amount_paise`, `lines`, `reason`, `cause`, `status`, `actor`, `created_at`, `updated_at`)
SELECT 'rfd_' || substr(`id`, 5), `order_id`, `id`, `amount_paise`, '[]', 'late_capture', 'capture:' || `id`,
  CASE `status` WHEN 'refunded' THEN 'succeeded' ELSE 'due' END, 'system:migration', `updated_at`, `updated_at`
FROM `payments` WHERE `status` IN ('refund_due', 'refunded');--> statement-breakpoint
UPDATE `payments` SET `status` = 'captured' WHERE `status` = 'refund_due';
--> statement-breakpoint
-- Invoices so far are of all the lines of their parcel.
UPDATE `invoices` SET `line_ids` = (SELECT json_group_array(`id`) FROM `order_lines` WHERE `fulfilment_id` = `invoices`.`fulfilment_id`);
