import type { Paise } from '../domain/money.ts';

/** What is printed for a parcel: the label outside, the packing slip inside. */
export interface ParcelPaper {
  readonly orderNo: string;
  readonly carrier: string;
  readonly awb: string;
  /** 0 for a parcel that is paid. */
  readonly cashPaise: Paise;
  readonly weightGrams: number;
  /** Epoch milliseconds. */
  readonly printedAt: number;
  readonly shop: { readonly name: string; readonly address: string; readonly pincode: string; readonly state: string };
  readonly buyer: {
    readonly name: string;
    readonly phone: string;
    readonly line: string;
    readonly landmark: string;
    readonly pincode: string;
    readonly district: string;
    readonly state: string;
  };
  readonly lines: readonly {
    readonly sku: string;
    readonly title: string;
    readonly variantLabel: string;
    readonly quantity: number;
  }[];
}

/** In points. */
export interface PaperSize {
  readonly width: number;
  readonly height: number;
}
