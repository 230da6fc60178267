-- The full-text index over product_cards. Contentless: the text is not stored twice, the rowid is product_cards.id.
-- Weights are given to bm25() by the query: title, brand, category, specs, description.
CREATE VIRTUAL TABLE product_fts USING fts5(
  title, brand, category, specs, description,
  content='', contentless_delete=1,
  tokenize="porter unicode61 remove_diacritics 2",
  prefix='2 3'
);
