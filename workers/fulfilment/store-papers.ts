import { eq } from 'drizzle-orm';
import type { Context } from '../context.ts';
import { fulfilments } from '../db/schema/orders.ts';
import { AppError } from '../http/problem.ts';
import { LABEL_SIZE, layoutLabel } from './label-layout.ts';
import { layoutPackingSlip, SLIP_SIZE } from './packing-slip-layout.ts';
import { type Paper, renderPaper } from './paper-pdf.ts';
import type { ParcelPaper } from './parcel-paper.ts';
import { requireParcel } from './require-parcel.ts';

export const PAPER_KINDS = ['label', 'packing-slip'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

/** Puts both PDFs into DOCUMENTS, over those that were printed before, and says on the parcel that they are there. */
export async function storePapers(ctx: Context, fulfilmentId: string, paper: ParcelPaper): Promise<void> {
  for (const kind of PAPER_KINDS) {
    const pdf = await renderPaper(papers[kind](paper));
    await ctx.env.DOCUMENTS.put(keyOf(fulfilmentId, kind), pdf, { httpMetadata: { contentType: 'application/pdf' } });
  }
  const labelKey = keyOf(fulfilmentId, 'label');
  await ctx.db.update(fulfilments).set({ labelKey }).where(eq(fulfilments.id, fulfilmentId));
}

/** A PDF of a parcel, for whoever may handle it. Throws `unauthenticated`, `not_found`. */
export async function openPaper(ctx: Context, fulfilmentId: string, kind: PaperKind) {
  const parcel = await requireParcel(ctx, fulfilmentId, 'parcels.read');
  const document = parcel.labelKey === null ? null : await ctx.env.DOCUMENTS.get(keyOf(fulfilmentId, kind));
  if (document === null) throw new AppError('not_found', 'Nothing has been printed for this parcel yet.');
  return { filename: `${kind}-${parcel.awb ?? fulfilmentId}.pdf`, body: document.body, size: document.size };
}

/** Takes both away again, for parcels whose person is to be forgotten. */
export async function deletePapers(ctx: Context, fulfilmentIds: readonly string[]): Promise<void> {
  const keys = fulfilmentIds.flatMap((id) => PAPER_KINDS.map((kind) => keyOf(id, kind)));
  if (keys.length > 0) await ctx.env.DOCUMENTS.delete(keys);
}

const papers: Readonly<Record<PaperKind, (paper: ParcelPaper) => Paper>> = {
  label: (paper) => ({
    ...sheetOf(paper, `Label ${paper.awb}`),
    size: LABEL_SIZE,
    layout: (measure) => layoutLabel(paper, measure),
  }),
  'packing-slip': (paper) => ({
    ...sheetOf(paper, `Packing slip ${paper.orderNo}`),
    size: SLIP_SIZE,
    layout: (measure) => layoutPackingSlip(paper, measure),
  }),
};

function sheetOf({ shop, printedAt }: ParcelPaper, title: string) {
  return { title, author: shop.name, printedAt };
}

function keyOf(fulfilmentId: string, kind: PaperKind): string {
  return `parcels/${fulfilmentId}/${kind}.pdf`;
}
