import { z } from '@hono/zod-openapi';

export const ledgerAuditSchema = z
  .object({
    checks: z.number().int().openapi({ description: 'How many things were checked' }),
    journals: z.number().int(),
    entries: z.number().int(),
    differences: z.array(
      z.object({
        check: z.string().openapi({ example: 'each capture is posted' }),
        subject: z.string().openapi({ description: 'A journal, payment, refund, order number or account' }),
        ledgerPaise: z.number().int().nullable(),
        wantPaise: z.number().int().nullable(),
      }),
    ),
  })
  .openapi('LedgerAudit');

export const balancesSchema = z
  .object({ balances: z.array(z.object({ account: z.string(), balancePaise: z.number().int() })) })
  .openapi('LedgerBalances');

export type LedgerAudit = z.infer<typeof ledgerAuditSchema>;
