-- By hand: the full-text tables below, and WITHOUT ROWID: words and keys are read in the order of their keys alone.
-- The full text is contentless, with `place` of `search_rows` as its rowid. Its words are made by the shop itself
-- (domain/search/words.ts) and hold ASCII letters and digits only, so the plainest tokenizer does; `marks` are what filters
-- ask for. Phrases are never asked for, so it keeps columns, not positions.
CREATE TABLE `search_rebuilds` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`cursor` integer DEFAULT 0 NOT NULL,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`switched_at` integer,
	`switch_count` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "search_rebuilds_once" CHECK(switch_count <= 1)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_rebuilds_open` ON `search_rebuilds` (`switch_count`) WHERE switched_at IS NULL;--> statement-breakpoint
CREATE INDEX `search_rebuilds_switched` ON `search_rebuilds` (`switched_at`);--> statement-breakpoint
CREATE TABLE `search_rows` (
	`place` integer PRIMARY KEY NOT NULL,
	`card_id` integer NOT NULL,
	`revision` integer NOT NULL,
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
CREATE UNIQUE INDEX `search_rows_card` ON `search_rows` (`card_id`);--> statement-breakpoint
CREATE INDEX `search_rows_category` ON `search_rows` (`category_no`);--> statement-breakpoint
CREATE TABLE `search_rows_spare` (
	`place` integer PRIMARY KEY NOT NULL,
	`card_id` integer NOT NULL,
	`revision` integer NOT NULL,
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
CREATE UNIQUE INDEX `search_rows_spare_card` ON `search_rows_spare` (`card_id`);--> statement-breakpoint
CREATE INDEX `search_rows_spare_category` ON `search_rows_spare` (`category_no`);--> statement-breakpoint
CREATE TABLE `search_names` (
	`place` integer PRIMARY KEY NOT NULL,
	`words` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_names_spare` (
	`place` integer PRIMARY KEY NOT NULL,
	`words` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `search_word_keys` (
	`key` text NOT NULL,
	`word` text NOT NULL,
	PRIMARY KEY(`key`, `word`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_word_keys_spare` (
	`key` text NOT NULL,
	`word` text NOT NULL,
	PRIMARY KEY(`key`, `word`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_words` (
	`word` text PRIMARY KEY NOT NULL,
	`surface` text NOT NULL,
	`count` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `search_words_spare` (
	`word` text PRIMARY KEY NOT NULL,
	`surface` text NOT NULL,
	`count` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
ALTER TABLE `product_cards` ADD `revision` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `product_cards_newest` ON `product_cards` (`created_at`);--> statement-breakpoint
CREATE INDEX `product_cards_price` ON `product_cards` (`price_paise`);--> statement-breakpoint
CREATE INDEX `product_cards_discount` ON `product_cards` (`is_in_stock`,`discount_percent`,`rating_count`);--> statement-breakpoint
CREATE INDEX `product_cards_rating` ON `product_cards` (`is_in_stock`,`rating_tenths`,`rating_count`);--> statement-breakpoint
CREATE VIRTUAL TABLE search_text USING fts5(
	title, brand, category, specs, description, marks,
	content='', contentless_delete=1, detail=column, tokenize='ascii'
);
--> statement-breakpoint
CREATE VIRTUAL TABLE search_text_spare USING fts5(
	title, brand, category, specs, description, marks,
	content='', contentless_delete=1, detail=column, tokenize='ascii'
);
--> statement-breakpoint
-- What is written from here on is written by the rules of version 1.
INSERT INTO search_rebuilds (id, version, started_at, updated_at, switched_at, switch_count)
VALUES ('first', 1, 0, 0, 0, 1);
