import type { SpecGroup } from '../../db/schema/catalog.ts';

/** A row of an import file as it was read: column name → text. */
export type Fields = Readonly<Record<string, string>>;

/** What is wrong with a row: the column and why. `row` stands for the row as a whole. */
export interface RowProblem {
  readonly field: string;
  readonly reason: string;
}

/** What a row says, whatever format it came in. Nothing here depends on the database. */
export interface ImportItem {
  /** Names the listing within its seller's files: the same id again is an update. */
  readonly listingId: string;
  /** Rows with one product key are variants, or offers of other sellers, of one product. */
  readonly productKey: string;
  readonly variantKey: string;
  readonly title: string;
  /** As written by the source; null when the row does not tell. */
  readonly brand: string | null;
  /** Whether a brand that the shop knows may be read from the beginning of the title. */
  readonly isBrandInTitle: boolean;
  /** Names from the department down to the category. */
  readonly category: readonly string[];
  readonly description: string;
  readonly specs: readonly SpecGroup[];
  /** 'colour' and 'size', where known. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly mrpPaise: number;
  readonly pricePaise: number;
  readonly ratingTenths: number;
  readonly ratingCount: number;
  /** Null: as the category. */
  readonly hsn: string | null;
  readonly gstCode: string | null;
  /** Null: the import's default for a new listing; nothing is said of the shelf of a known one. */
  readonly stock: number | null;
}

export type RowResult =
  | { readonly ok: true; readonly item: ImportItem }
  | { readonly ok: false; readonly problems: readonly RowProblem[] };
