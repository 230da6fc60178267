-- Read models that search_rows and search_text have taken the place of. A shop that had them rebuilds its index
-- (`npm run reindex`, or its cron by itself).
DROP TABLE `card_facets`;
--> statement-breakpoint
DROP TABLE product_fts;
