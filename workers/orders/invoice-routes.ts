import { createRoute, z } from '@hono/zod-openapi';
import { createRouter, problems } from '../http/openapi.ts';
import { type OpenDocument, openCreditNote, openInvoice } from './invoice-serve.ts';

const query = z.object({
  expires: z.string().max(16).optional().openapi({ description: 'Epoch seconds, as in the link.' }),
  signature: z.string().max(64).optional().openapi({ description: 'As in the link.' }),
});

const paramsLike = (example: string) => z.object({ file: z.string().max(64).openapi({ example }) });

const responses = {
  200: {
    description: 'The document',
    content: { 'application/pdf': { schema: z.string().openapi({ type: 'string', format: 'binary' }) } },
  },
  ...problems(404, 422),
};

export const invoiceRoutes = createRouter();

invoiceRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/invoices/{file}',
    tags: ['Orders'],
    summary: 'The PDF of an invoice, by its signed link or for the owner of the order',
    request: { params: paramsLike('inv_01KB0Z8Q4M7C2W9X5T3R6Y1N8P.pdf'), query },
    responses,
  }),
  async (c) => {
    const document = await openInvoice(c.get('ctx'), c.req.valid('param').file, c.req.valid('query'));
    return c.body(document.body, 200, headersOf(document));
  },
);

invoiceRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/credit-notes/{file}',
    tags: ['Orders'],
    summary: 'The PDF of a credit note, by its signed link or for the owner of the order',
    request: { params: paramsLike('crn_01KB0Z8Q4M7C2W9X5T3R6Y1N8P.pdf'), query },
    responses,
  }),
  async (c) => {
    const document = await openCreditNote(c.get('ctx'), c.req.valid('param').file, c.req.valid('query'));
    return c.body(document.body, 200, headersOf(document));
  },
);

function headersOf({ documentNo, size }: OpenDocument) {
  return {
    'content-type': 'application/pdf',
    'content-length': String(size),
    'content-disposition': `inline; filename="${documentNo}.pdf"`,
    // Names and addresses: for one person, kept by nobody on the way.
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  };
}
