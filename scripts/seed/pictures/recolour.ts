import { type ColourName, PAINTS } from './palette.ts';

/** Pixels of a picture: four bytes each, red, green, blue, alpha. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const HUE_BINS = 36;
/** Up to here from the main hue a pixel is wholly the same material, from there on not at all: shadows drift a little. */
const MATERIAL_HUE_DEGREES = [34, 62] as const;
const COLOURFUL = 0.16;
const CONTRAST = 0.85;
/** Of red, green and blue on the hue circle, in twelfths. */
const CHANNEL_OFFSETS = [0, 8, 4] as const;

/** What is painted: the commonest hue, everything grey, a hue in degrees, or all there is. */
export type Material = 'main' | 'grey' | 'all' | number;

/**
 * Paints one material of a picture. Light and shadow stay, so that a dyed shirt is still a shirt; soles, clasps and
 * screens keep their own colour.
 */
export function recolour(pixels: Pixels, colour: ColourName, material: Material = 'main'): Pixels {
  const hsl = hslOf(pixels);
  const share = materialShare(hsl, material);
  const [paintHue, paintSaturation, paintLightness] = PAINTS[colour];
  const meanSaturation = Math.max(0.05, meanOf(hsl.saturation, share));
  const meanLightness = meanOf(hsl.lightness, share);
  const data = new Uint8Array(pixels.data);
  for (const index of hsl.visible) {
    const strength = share[index] ?? 0;
    if (strength === 0) continue;
    const shade = clamp(paintLightness + ((hsl.lightness[index] ?? 0) - meanLightness) * CONTRAST);
    const ratio = Math.min(2, (hsl.saturation[index] ?? 0) / meanSaturation);
    mixHsl(data, index * 4, [paintHue, clamp(paintSaturation * (0.75 + 0.25 * ratio)), shade], strength);
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

/** How much of each pixel is the material, from 0 to 1: at its edges it goes over into the next. */
function materialShare({ hue, saturation, visible }: Hsl, material: Material): Float32Array {
  const share = new Float32Array(hue.length);
  if (material === 'all') {
    for (const index of visible) share[index] = 1;
    return share;
  }
  const colourful = visible.filter((index) => (saturation[index] ?? 0) >= COLOURFUL);
  if (material === 'grey' || (material === 'main' && colourful.length * 2 < visible.length)) {
    for (const index of visible) share[index] = 1 - ramp(COLOURFUL, COLOURFUL * 2.5, saturation[index] ?? 0);
    return share;
  }
  const main = material === 'main' ? commonestHue(hue, colourful) : material;
  for (const index of visible) {
    const distance = Math.abs((((hue[index] ?? 0) - main + 540) % 360) - 180);
    const isNear = 1 - ramp(...MATERIAL_HUE_DEGREES, distance);
    share[index] = isNear * ramp(0, COLOURFUL / 2, saturation[index] ?? 0);
  }
  return share;
}

/** 0 up to `from`, 1 beyond `to`, even between. */
function ramp(from: number, to: number, value: number): number {
  return clamp((value - from) / (to - from));
}

function commonestHue(hue: Float32Array, indexes: readonly number[]): number {
  const bins = new Array<number>(HUE_BINS).fill(0);
  for (const index of indexes) {
    const bin = Math.floor(((hue[index] ?? 0) / 360) * HUE_BINS) % HUE_BINS;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return (bins.indexOf(Math.max(...bins)) + 0.5) * (360 / HUE_BINS);
}

function meanOf(values: Float32Array, share: Float32Array): number {
  let total = 0;
  let weight = 0;
  for (const [index, strength] of share.entries()) {
    total += (values[index] ?? 0) * strength;
    weight += strength;
  }
  return weight === 0 ? 0 : total / weight;
}

function mixHsl(
  data: Uint8Array,
  at: number,
  [hue, saturation, lightness]: readonly [hue: number, saturation: number, lightness: number],
  strength: number,
): void {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  for (let channel = 0; channel < 3; channel++) {
    const step = ((CHANNEL_OFFSETS[channel] ?? 0) + hue / 30) % 12;
    const painted = 255 * (lightness - chroma * Math.max(-1, Math.min(step - 3, 9 - step, 1)));
    const before = data[at + channel] ?? 0;
    data[at + channel] = Math.round(before + (painted - before) * strength);
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
