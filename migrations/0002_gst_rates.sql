-- GST rates as dated rows: the newest row of a code that is not after the order counts. Times are midnight IST.
-- Flat rates since 2017-07-01; apparel and footwear by the taxable value of a piece, revised on 2025-09-22.
INSERT INTO gst_rates (code, valid_from_at, rule) VALUES
  ('gst-0', 1498847400000, '{"kind":"flat","bps":0}'),
  ('gst-3', 1498847400000, '{"kind":"flat","bps":300}'),
  ('gst-5', 1498847400000, '{"kind":"flat","bps":500}'),
  ('gst-18', 1498847400000, '{"kind":"flat","bps":1800}'),
  ('gst-40', 1758479400000, '{"kind":"flat","bps":4000}'),
  ('apparel', 1498847400000, '{"kind":"slab","upToTaxablePaise":100000,"bps":500,"aboveBps":1200}'),
  ('apparel', 1758479400000, '{"kind":"slab","upToTaxablePaise":250000,"bps":500,"aboveBps":1800}'),
  ('footwear', 1532629800000, '{"kind":"slab","upToTaxablePaise":100000,"bps":500,"aboveBps":1800}'),
  ('footwear', 1758479400000, '{"kind":"slab","upToTaxablePaise":250000,"bps":500,"aboveBps":1800}');
