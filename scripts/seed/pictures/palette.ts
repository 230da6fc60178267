/** Colours that products come in: the name shoppers see and the paint of its pictures, as [hue°, saturation, lightness]. */
export const PAINTS = {
  Black: [230, 0.08, 0.2],
  White: [40, 0.06, 0.92],
  Grey: [220, 0.05, 0.55],
  Silver: [215, 0.08, 0.76],
  Navy: [226, 0.5, 0.27],
  Indigo: [243, 0.48, 0.44],
  Blue: [214, 0.72, 0.52],
  'Sky Blue': [200, 0.72, 0.7],
  Teal: [180, 0.62, 0.36],
  Green: [142, 0.5, 0.42],
  Olive: [72, 0.34, 0.36],
  Mint: [156, 0.42, 0.72],
  Mustard: [43, 0.78, 0.52],
  Yellow: [49, 0.9, 0.6],
  Orange: [24, 0.88, 0.56],
  Rust: [15, 0.62, 0.42],
  Red: [356, 0.74, 0.48],
  Maroon: [346, 0.6, 0.3],
  Pink: [336, 0.72, 0.7],
  Peach: [18, 0.78, 0.78],
  Purple: [276, 0.46, 0.48],
  Lavender: [262, 0.5, 0.77],
  Brown: [22, 0.42, 0.33],
  Tan: [28, 0.46, 0.54],
  Beige: [36, 0.4, 0.76],
  Gold: [42, 0.66, 0.58],
} as const satisfies Record<string, readonly [hue: number, saturation: number, lightness: number]>;

export type ColourName = keyof typeof PAINTS;

export function isColourName(name: string): name is ColourName {
  return Object.hasOwn(PAINTS, name);
}

/** Backdrops of a photo studio: two soft tones, light above and a little deeper below. */
export const BACKDROPS = [
  ['#f7f1e8', '#e8d8c2'],
  ['#eef2f8', '#cfdbea'],
  ['#edf4ef', '#cbdfd2'],
  ['#f8eeed', '#ebd0ce'],
  ['#f1eef8', '#d8d0ec'],
  ['#f2f1ee', '#d8d6cf'],
] as const satisfies readonly (readonly [above: string, below: string])[];

/** For what is nearly white itself. */
export const DEEP_BACKDROPS = [
  ['#c9d6e6', '#a4b7cf'],
  ['#dccdbb', '#c2ab90'],
  ['#c4d6cb', '#9db9a8'],
] as const satisfies readonly (readonly [above: string, below: string])[];
