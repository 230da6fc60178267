CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`family_id` text NOT NULL,
	`user_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`rotated_at` integer,
	`revoked_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_family` ON `sessions` (`family_id`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text DEFAULT 'shopper' NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email` ON `users` (`email`);--> statement-breakpoint
CREATE TABLE `brands` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`logo_key` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `brands_slug` ON `brands` (`slug`);--> statement-breakpoint
CREATE TABLE `card_attributes` (
	`card_id` integer NOT NULL,
	`name` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`card_id`, `name`, `value`)
);
--> statement-breakpoint
CREATE INDEX `card_attributes_value` ON `card_attributes` (`name`,`value`,`card_id`);--> statement-breakpoint
CREATE TABLE `card_facets` (
	`card_id` integer PRIMARY KEY NOT NULL,
	`category_no` integer NOT NULL,
	`brand_no` integer,
	`attributes_no` integer NOT NULL,
	`price_paise` integer NOT NULL,
	`discount_percent` integer NOT NULL,
	`rating_tenths` integer NOT NULL,
	`rating_count` integer NOT NULL,
	`is_in_stock` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `card_facets_category` ON `card_facets` (`category_no`,`brand_no`,`attributes_no`,`price_paise`,`discount_percent`,`rating_tenths`,`rating_count`,`is_in_stock`,`created_at`);--> statement-breakpoint
CREATE INDEX `card_facets_brand` ON `card_facets` (`brand_no`);--> statement-breakpoint
CREATE TABLE `categories` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`path` text NOT NULL,
	`depth` integer NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`image_key` text,
	`attributes` text DEFAULT '[]' NOT NULL,
	`hsn` text NOT NULL,
	`gst_code` text NOT NULL,
	`return_policy` text DEFAULT 'refund' NOT NULL,
	`return_window_days` integer DEFAULT 7 NOT NULL,
	`commission_bps` integer DEFAULT 1000 NOT NULL,
	`is_cod_allowed` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `categories_slug` ON `categories` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `categories_path` ON `categories` (`path`);--> statement-breakpoint
CREATE INDEX `categories_parent` ON `categories` (`parent_id`,`position`);--> statement-breakpoint
CREATE TABLE `facet_terms` (
	`no` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `facet_terms_value` ON `facet_terms` (`kind`,`value`);--> statement-breakpoint
CREATE TABLE `gst_rates` (
	`code` text NOT NULL,
	`valid_from_at` integer NOT NULL,
	`rule` text NOT NULL,
	PRIMARY KEY(`code`, `valid_from_at`)
);
--> statement-breakpoint
CREATE TABLE `import_rejections` (
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`field` text NOT NULL,
	`reason` text NOT NULL,
	PRIMARY KEY(`import_id`, `line`, `field`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`file_key` text NOT NULL,
	`is_dry_run` integer NOT NULL,
	`seller_slug` text NOT NULL,
	`default_stock` integer NOT NULL,
	`last_line` integer DEFAULT 0 NOT NULL,
	`created_count` integer DEFAULT 0 NOT NULL,
	`updated_count` integer DEFAULT 0 NOT NULL,
	`unchanged_count` integer DEFAULT 0 NOT NULL,
	`rejected_count` integer DEFAULT 0 NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`finished_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `imports_open` ON `imports` (`file_key`,`is_dry_run`) WHERE finished_at IS NULL;--> statement-breakpoint
CREATE TABLE `listings` (
	`id` text PRIMARY KEY NOT NULL,
	`sku` text NOT NULL,
	`variant_id` text NOT NULL,
	`product_id` text NOT NULL,
	`seller_id` text NOT NULL,
	`mrp_paise` integer NOT NULL,
	`price_paise` integer NOT NULL,
	`hsn` text NOT NULL,
	`gst_code` text NOT NULL,
	`handling_days` integer DEFAULT 1 NOT NULL,
	`is_cod_allowed` integer DEFAULT true NOT NULL,
	`status` text NOT NULL,
	`source_key` text,
	`source_hash` text,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `listings_sku` ON `listings` (`sku`);--> statement-breakpoint
CREATE UNIQUE INDEX `listings_offer` ON `listings` (`variant_id`,`seller_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `listings_source` ON `listings` (`source_key`);--> statement-breakpoint
CREATE INDEX `listings_product` ON `listings` (`product_id`);--> statement-breakpoint
CREATE TABLE `media` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`variant_id` text,
	`key` text NOT NULL,
	`alt` text NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `media_product` ON `media` (`product_id`,`position`);--> statement-breakpoint
CREATE TABLE `pincodes` (
	`pincode` text PRIMARY KEY NOT NULL,
	`district` text NOT NULL,
	`state_code` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`is_serviceable` integer DEFAULT true NOT NULL,
	`is_cod_allowed` integer DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE `product_cards` (
	`id` integer PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`brand_id` text,
	`brand_slug` text,
	`brand_name` text,
	`category_id` text NOT NULL,
	`category_path` text NOT NULL,
	`sku` text NOT NULL,
	`price_paise` integer NOT NULL,
	`mrp_paise` integer NOT NULL,
	`discount_percent` integer NOT NULL,
	`rating_tenths` integer NOT NULL,
	`rating_count` integer NOT NULL,
	`is_in_stock` integer NOT NULL,
	`image_key` text,
	`image_alt` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `product_cards_product` ON `product_cards` (`product_id`);--> statement-breakpoint
CREATE INDEX `product_cards_category` ON `product_cards` (`category_path`);--> statement-breakpoint
CREATE INDEX `product_cards_brand` ON `product_cards` (`brand_slug`);--> statement-breakpoint
CREATE TABLE `products` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`brand_id` text,
	`category_id` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`specs` text DEFAULT '[]' NOT NULL,
	`status` text NOT NULL,
	`rating_tenths` integer DEFAULT 0 NOT NULL,
	`rating_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_slug` ON `products` (`slug`);--> statement-breakpoint
CREATE INDEX `products_category` ON `products` (`category_id`);--> statement-breakpoint
CREATE TABLE `sellers` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`legal_name` text NOT NULL,
	`gstin` text NOT NULL,
	`state_code` text NOT NULL,
	`pincode` text NOT NULL,
	`address` text NOT NULL,
	`rating_tenths` integer DEFAULT 0 NOT NULL,
	`status` text DEFAULT 'active' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sellers_slug` ON `sellers` (`slug`);--> statement-breakpoint
CREATE TABLE `variants` (
	`id` text PRIMARY KEY NOT NULL,
	`product_id` text NOT NULL,
	`attributes` text DEFAULT '{}' NOT NULL,
	`gtin` text,
	`weight_grams` integer DEFAULT 500 NOT NULL,
	`position` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `variants_product` ON `variants` (`product_id`,`position`);--> statement-breakpoint
CREATE TABLE `fulfilments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`seller_id` text NOT NULL,
	`promised_on` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `fulfilments_order` ON `fulfilments` (`order_id`,`seller_id`);--> statement-breakpoint
CREATE INDEX `fulfilments_seller` ON `fulfilments` (`seller_id`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`resource_id` text NOT NULL,
	`status` integer,
	`response` text,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_resource` ON `idempotency_keys` (`resource_id`);--> statement-breakpoint
CREATE INDEX `idempotency_keys_created` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `invoices` (
	`id` text PRIMARY KEY NOT NULL,
	`fulfilment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`seller_id` text NOT NULL,
	`gstin` text NOT NULL,
	`financial_year` text NOT NULL,
	`serial` integer NOT NULL,
	`invoice_no` text NOT NULL,
	`issued_at` integer NOT NULL,
	`document_key` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_fulfilment` ON `invoices` (`fulfilment_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_series` ON `invoices` (`gstin`,`financial_year`,`serial`);--> statement-breakpoint
CREATE INDEX `invoices_order` ON `invoices` (`order_id`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` text PRIMARY KEY NOT NULL,
	`dedupe_key` text NOT NULL,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`subject` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_dedupe` ON `notifications` (`dedupe_key`);--> statement-breakpoint
CREATE TABLE `order_events` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`to_status` text NOT NULL,
	`from_status` text,
	`actor` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `order_events_order` ON `order_events` (`order_id`,`at`);--> statement-breakpoint
CREATE TABLE `order_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`fulfilment_id` text NOT NULL,
	`position` integer NOT NULL,
	`sku` text NOT NULL,
	`product_id` text NOT NULL,
	`product_slug` text NOT NULL,
	`title` text NOT NULL,
	`variant_label` text NOT NULL,
	`image_key` text,
	`hsn` text NOT NULL,
	`quantity` integer NOT NULL,
	`mrp_paise` integer NOT NULL,
	`price_paise` integer NOT NULL,
	`discount_paise` integer NOT NULL,
	`gross_paise` integer NOT NULL,
	`paid_paise` integer NOT NULL,
	`gst_bps` integer NOT NULL,
	`taxable_paise` integer NOT NULL,
	`cgst_paise` integer NOT NULL,
	`sgst_paise` integer NOT NULL,
	`igst_paise` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `order_lines_order` ON `order_lines` (`order_id`,`position`);--> statement-breakpoint
CREATE INDEX `order_lines_sku` ON `order_lines` (`sku`);--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`order_no` text NOT NULL,
	`owner_key` text NOT NULL,
	`cart_version` integer,
	`email` text NOT NULL,
	`address` text NOT NULL,
	`status` text NOT NULL,
	`payment_method` text NOT NULL,
	`currency` text DEFAULT 'INR' NOT NULL,
	`grand_paise` integer NOT NULL,
	`quote_input` text NOT NULL,
	`quote` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_no` ON `orders` (`order_no`);--> statement-breakpoint
CREATE UNIQUE INDEX `orders_cart` ON `orders` (`owner_key`,`cart_version`) WHERE status NOT IN ('cancelled', 'expired');--> statement-breakpoint
CREATE INDEX `orders_owner` ON `orders` (`owner_key`,`created_at`);--> statement-breakpoint
CREATE INDEX `orders_due` ON `orders` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` text PRIMARY KEY NOT NULL,
	`event` text NOT NULL,
	`created_at` integer NOT NULL,
	`due_at` integer DEFAULT 0,
	`sweeps` integer DEFAULT 0 NOT NULL,
	`handled_at` integer
);
--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`due_at`) WHERE due_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`gateway` text NOT NULL,
	`gateway_ref` text,
	`status` text NOT NULL,
	`amount_paise` integer NOT NULL,
	`currency` text NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `payments_order` ON `payments` (`order_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_gateway_ref` ON `payments` (`gateway`,`gateway_ref`);--> statement-breakpoint
CREATE INDEX `payments_status` ON `payments` (`status`);--> statement-breakpoint
CREATE TABLE `webhook_inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway` text NOT NULL,
	`event_id` text NOT NULL,
	`event_type` text NOT NULL,
	`raw_body` text NOT NULL,
	`received_at` integer NOT NULL,
	`processed_at` integer,
	`attempts` integer DEFAULT 0 NOT NULL,
	`outcome` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_inbox_event` ON `webhook_inbox` (`gateway`,`event_id`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_open` ON `webhook_inbox` (`received_at`) WHERE processed_at IS NULL;--> statement-breakpoint
CREATE TABLE `inventory_ledger` (
	`sku` text NOT NULL,
	`seq` integer NOT NULL,
	`on_hand_change` integer NOT NULL,
	`reserved_change` integer NOT NULL,
	`reason` text NOT NULL,
	`ref` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`sku`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `inventory_ledger_ref` ON `inventory_ledger` (`ref`);--> statement-breakpoint
CREATE TABLE `stock_levels` (
	`sku` text PRIMARY KEY NOT NULL,
	`on_hand` integer NOT NULL,
	`reserved` integer NOT NULL,
	`seq` integer NOT NULL
);
