-- WITHOUT ROWID by hand: a suggestion is read in the order of its key, and nothing else of the row is needed.
CREATE TABLE `suggestions` (
	`kind` text NOT NULL,
	`tier` integer NOT NULL,
	`key` text NOT NULL,
	`ref` text NOT NULL,
	`weight` integer NOT NULL,
	PRIMARY KEY(`kind`, `tier`, `key`, `ref`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `suggestions_ref` ON `suggestions` (`kind`,`ref`);--> statement-breakpoint
ALTER TABLE `search_terms` ADD `askers` integer DEFAULT 0 NOT NULL;