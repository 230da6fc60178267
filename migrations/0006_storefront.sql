CREATE TABLE `product_ratings` (
	`product_id` text PRIMARY KEY NOT NULL,
	`one` integer NOT NULL,
	`two` integer NOT NULL,
	`three` integer NOT NULL,
	`four` integer NOT NULL,
	`five` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `delivery_rules` (
	`valid_from_at` integer PRIMARY KEY NOT NULL,
	`cut_off_hour` integer NOT NULL,
	`local_days` integer NOT NULL,
	`regional_days` integer NOT NULL,
	`national_days` integer NOT NULL,
	`remote_days` integer NOT NULL,
	`free_from_paise` integer NOT NULL,
	`cod_fee_paise` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `holidays` (
	`date` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_hi` text
);
--> statement-breakpoint
CREATE TABLE `shipping_rates` (
	`valid_from_at` integer NOT NULL,
	`zone` text NOT NULL,
	`upto_grams` integer NOT NULL,
	`fee_paise` integer NOT NULL,
	`extra_per500g_paise` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`valid_from_at`, `zone`, `upto_grams`)
);
--> statement-breakpoint
CREATE TABLE `zone_pairs` (
	`from_state` text NOT NULL,
	`to_state` text NOT NULL,
	`zone` text NOT NULL,
	PRIMARY KEY(`from_state`, `to_state`)
);
--> statement-breakpoint
CREATE TABLE `wishlist_items` (
	`owner_key` text NOT NULL,
	`sku` text NOT NULL,
	`seen_price_paise` integer NOT NULL,
	`was_in_stock` integer NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`owner_key`, `sku`)
);
--> statement-breakpoint
CREATE INDEX `wishlist_items_sku` ON `wishlist_items` (`sku`);--> statement-breakpoint
CREATE TABLE `promotion_people` (
	`promotion_id` text NOT NULL,
	`person_key` text NOT NULL,
	`used_count` integer NOT NULL,
	`use_limit` integer NOT NULL,
	PRIMARY KEY(`promotion_id`, `person_key`),
	CONSTRAINT "promotion_people_used" CHECK(used_count >= 0 AND used_count <= use_limit)
);
--> statement-breakpoint
CREATE TABLE `promotion_uses` (
	`promotion_id` text NOT NULL,
	`order_id` text NOT NULL,
	`person_keys` text NOT NULL,
	`quantity` integer NOT NULL,
	`amount_paise` integer NOT NULL,
	`seller_paise` integer NOT NULL,
	`state` text NOT NULL,
	`taken_at` integer NOT NULL,
	`returned_at` integer,
	PRIMARY KEY(`promotion_id`, `order_id`)
);
--> statement-breakpoint
CREATE INDEX `promotion_uses_order` ON `promotion_uses` (`order_id`);--> statement-breakpoint
CREATE TABLE `promotions` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`name_hi` text,
	`code` text,
	`sku` text,
	`rule` text NOT NULL,
	`eligibility` text NOT NULL,
	`bearer` text NOT NULL,
	`is_stackable` integer DEFAULT false NOT NULL,
	`priority` integer DEFAULT 0 NOT NULL,
	`is_listed` integer DEFAULT true NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`valid_from_at` integer NOT NULL,
	`valid_until_at` integer,
	`usage_limit` integer,
	`per_person_limit` integer,
	`used_count` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "promotions_used" CHECK(used_count >= 0 AND (usage_limit IS NULL OR used_count <= usage_limit))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `promotions_code` ON `promotions` (`code`);--> statement-breakpoint
CREATE INDEX `promotions_running` ON `promotions` (`status`,`valid_until_at`);--> statement-breakpoint
CREATE INDEX `promotions_sku` ON `promotions` (`sku`) WHERE sku IS NOT NULL;--> statement-breakpoint
CREATE TABLE `search_synonyms` (
	`id` text PRIMARY KEY NOT NULL,
	`from` text,
	`words` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_terms` (
	`day` text NOT NULL,
	`term` text NOT NULL,
	`count` integer NOT NULL,
	`zero_count` integer NOT NULL,
	PRIMARY KEY(`day`, `term`)
);
--> statement-breakpoint
CREATE INDEX `search_terms_count` ON `search_terms` (`day`,`count`);--> statement-breakpoint
ALTER TABLE `categories` ADD `farthest_zone` text DEFAULT 'remote' NOT NULL;--> statement-breakpoint
ALTER TABLE `media` ADD `status` text DEFAULT 'ready' NOT NULL;--> statement-breakpoint
ALTER TABLE `media` ADD `original_key` text;--> statement-breakpoint
ALTER TABLE `sellers` ADD `farthest_zone` text DEFAULT 'remote' NOT NULL;