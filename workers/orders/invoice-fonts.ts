import type { InvoiceFonts } from './invoice-pdf.ts';

/** Noto Sans with ₹ and Devanagari, cut by scripts/make-fonts.ts. Loaded when the first invoice is due. */
export async function loadInvoiceFonts(): Promise<InvoiceFonts> {
  const [regular, bold] = await Promise.all([
    import('./fonts/noto-sans-regular.bin'),
    import('./fonts/noto-sans-bold.bin'),
  ]);
  return { regular: regular.default, bold: bold.default };
}
