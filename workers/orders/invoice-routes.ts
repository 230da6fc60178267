import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, problems } from '../http/openapi.ts';
import { openInvoice } from './invoice-serve.ts';

export const invoiceRoutes = createRouter();

invoiceRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/invoices/{file}',
    tags: ['Orders'],
    summary: 'The PDF of an invoice, by its signed link or for the owner of the order',
    request: {
      params: z.object({ file: z.string().max(64).openapi({ example: 'inv_01KB0Z8Q4M7C2W9X5T3R6Y1N8P.pdf' }) }),
      query: z.object({
        expires: z.string().max(16).optional().openapi({ description: 'Epoch seconds, as in the link.' }),
        signature: z.string().max(64).optional().openapi({ description: 'As in the link.' }),
      }),
    },
    responses: {
      200: {
        description: 'The invoice',
        content: { 'application/pdf': { schema: z.string().openapi({ type: 'string', format: 'binary' }) } },
      },
      ...problems(404, 422),
    },
  }),
  async (c) => {
    const { invoiceNo, body, size } = await openInvoice(c.get('ctx'), c.req.valid('param').file, c.req.valid('query'));
    return c.body(body, 200, {
      'content-type': 'application/pdf',
      'content-length': String(size),
      'content-disposition': `inline; filename="${invoiceNo}.pdf"`,
      // Names and addresses: for one person, kept by nobody on the way.
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
    });
  },
);
