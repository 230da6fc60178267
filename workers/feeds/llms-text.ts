/**
 * /llms.txt (llmstxt.org): for programs that shop for somebody, where to search, what to read, and what is theirs to
 * leave to a person. In English: it is an interface, not a page.
 */
export function llmsText(origin: string): string {
  return `# Haat

> A marketplace for India: many sellers, prices in rupees with GST included, delivery by pincode, cash on delivery.

Prices and stock change by the second: read them from the API or the product's page right before you rely on them.
Amounts in the API are whole paise. A price on a page is what a shopper pays before shipping and offers.

## Find

- [Search](${origin}/search?q=cotton+kurta): \`q\`, \`category\`, \`brand\`, \`min\` and \`max\` in rupees, \`sort\`, \`page\`
- [Search by API](${origin}/api/v1/products?q=cotton+kurta): the same as JSON
- [Categories by API](${origin}/api/v1/categories): all departments with their slugs
- [Sitemaps](${origin}/sitemap.xml): every product and category, in English and Hindi
- [Merchant feed](${origin}/feeds/merchant.xml): all offers as RSS with Google's fields; follow \`atom:link rel="next"\`

## Buy

- [API reference](${origin}/developers): products, cart, checkout, orders
- [OpenAPI document](${origin}/api/v1/openapi.json): OpenAPI 3.1, from the schemas that validate
- [Cart](${origin}/cart): hand over to the person here; address and payment are theirs

## Languages

Add \`lang=hi\` to any page for Hindi, \`lang=en\` for English.
`;
}
