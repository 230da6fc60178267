import { type ColourName, PAINTS } from './palette.ts';

/** Pixels of a picture: four bytes each, red, green, blue, alpha. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const HUE_BINS = 36;
/** How far from the main hue a pixel still belongs to the same material: shadows and lights drift a little. */
const MATERIAL_HUE_DEGREES = 52;
const COLOURFUL = 0.16;
const CONTRAST = 0.85;
/** Of red, green and blue on the hue circle, in twelfths. */
const CHANNEL_OFFSETS = [0, 8, 4] as const;

/** What is painted: the commonest hue, everything grey, or a hue in degrees. */
export type Material = 'main' | 'grey' | number;

/**
 * Paints one material of a picture. Light and shadow stay, so that a dyed shirt is still a shirt; soles, clasps and
 * screens keep their own colour.
 */
export function recolour(pixels: Pixels, colour: ColourName, material: Material = 'main'): Pixels {
  const hsl = hslOf(pixels);
  const painted = paintedPixels(hsl, material);
  const [paintHue, paintSaturation, paintLightness] = PAINTS[colour];
  const meanSaturation = Math.max(0.05, meanOf(hsl.saturation, painted));
  const meanLightness = meanOf(hsl.lightness, painted);
  const data = new Uint8Array(pixels.data);
  for (const index of painted) {
    const shade = clamp(paintLightness + ((hsl.lightness[index] ?? 0) - meanLightness) * CONTRAST);
    const ratio = Math.min(2, (hsl.saturation[index] ?? 0) / meanSaturation);
    writeHsl(data, index * 4, paintHue, clamp(paintSaturation * (0.75 + 0.25 * ratio)), shade);
  }
  return { ...pixels, data };
}

/** Of all pixels; hue in degrees. In arrays of numbers, because objects by the ten thousand are slow. */
interface Hsl {
  readonly hue: Float32Array;
  readonly saturation: Float32Array;
  readonly lightness: Float32Array;
  /** Indexes of the pixels that can be seen. */
  readonly visible: readonly number[];
}

function hslOf({ data }: Pixels): Hsl {
  const count = data.length / 4;
  const hue = new Float32Array(count);
  const saturation = new Float32Array(count);
  const lightness = new Float32Array(count);
  const visible: number[] = [];
  for (let index = 0; index < count; index++) {
    if (data[index * 4 + 3] === 0) continue;
    visible.push(index);
    const r = (data[index * 4] ?? 0) / 255;
    const g = (data[index * 4 + 1] ?? 0) / 255;
    const b = (data[index * 4 + 2] ?? 0) / 255;
    const max = Math.max(r, g, b);
    const span = max - Math.min(r, g, b);
    const middle = max - span / 2;
    lightness[index] = middle;
    if (span === 0) continue;
    saturation[index] = span / (1 - Math.abs(2 * middle - 1));
    if (max === r) hue[index] = ((g - b) / span + (g < b ? 6 : 0)) * 60;
    else hue[index] = (max === g ? (b - r) / span + 2 : (r - g) / span + 4) * 60;
  }
  return { hue, saturation, lightness, visible };
}

function paintedPixels({ hue, saturation, visible }: Hsl, material: Material): readonly number[] {
  const colourful = visible.filter((index) => (saturation[index] ?? 0) >= COLOURFUL);
  if (material === 'grey' || (material === 'main' && colourful.length * 2 < visible.length)) {
    return visible.filter((index) => (saturation[index] ?? 0) < COLOURFUL * 2);
  }
  const main = material === 'main' ? commonestHue(hue, colourful) : material;
  return visible.filter((index) => {
    const distance = Math.abs((((hue[index] ?? 0) - main + 540) % 360) - 180);
    return (saturation[index] ?? 0) >= COLOURFUL / 2 && distance <= MATERIAL_HUE_DEGREES;
  });
}

function commonestHue(hue: Float32Array, indexes: readonly number[]): number {
  const bins = new Array<number>(HUE_BINS).fill(0);
  for (const index of indexes) {
    const bin = Math.floor(((hue[index] ?? 0) / 360) * HUE_BINS) % HUE_BINS;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return (bins.indexOf(Math.max(...bins)) + 0.5) * (360 / HUE_BINS);
}

function meanOf(values: Float32Array, indexes: readonly number[]): number {
  let total = 0;
  for (const index of indexes) total += values[index] ?? 0;
  return total / Math.max(1, indexes.length);
}

function writeHsl(data: Uint8Array, at: number, hue: number, saturation: number, lightness: number): void {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  for (let channel = 0; channel < 3; channel++) {
    const step = ((CHANNEL_OFFSETS[channel] ?? 0) + hue / 30) % 12;
    data[at + channel] = Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(step - 3, 9 - step, 1))));
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
