ALTER TABLE `categories` ADD `card_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `categories` SET `card_count` = (SELECT COUNT(*) FROM `product_cards` WHERE `category_path` = `categories`.`path`);--> statement-breakpoint
CREATE TRIGGER `product_cards_counted` AFTER INSERT ON `product_cards` BEGIN
  UPDATE `categories` SET `card_count` = `card_count` + 1 WHERE `path` = NEW.`category_path`;
END;--> statement-breakpoint
CREATE TRIGGER `product_cards_uncounted` AFTER DELETE ON `product_cards` BEGIN
  UPDATE `categories` SET `card_count` = `card_count` - 1 WHERE `path` = OLD.`category_path`;
END;--> statement-breakpoint
CREATE TRIGGER `product_cards_moved` AFTER UPDATE OF `category_path` ON `product_cards`
WHEN OLD.`category_path` <> NEW.`category_path` BEGIN
  UPDATE `categories` SET `card_count` = `card_count` - 1 WHERE `path` = OLD.`category_path`;
  UPDATE `categories` SET `card_count` = `card_count` + 1 WHERE `path` = NEW.`category_path`;
END;
