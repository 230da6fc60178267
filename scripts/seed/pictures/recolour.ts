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
  const visible = visiblePixels(pixels);
  const painted = visible.filter(isOf(material, visible));
  const [paintHue, paintSaturation, paintLightness] = PAINTS[colour];
  const mean = (total: number) => total / Math.max(1, painted.length);
  const meanSaturation = mean(painted.reduce((total, pixel) => total + pixel.saturation, 0));
  const meanLightness = mean(painted.reduce((total, pixel) => total + pixel.lightness, 0));
  const data = new Uint8Array(pixels.data);
  for (const { at, saturation, lightness } of painted) {
    const shade = clamp(paintLightness + (lightness - meanLightness) * CONTRAST);
    const strength = clamp(paintSaturation * (0.75 + 0.25 * Math.min(2, saturation / Math.max(0.05, meanSaturation))));
    writeHsl(data, at, paintHue, strength, shade);
  }
  return { ...pixels, data };
}

interface Pixel {
  /** Where its four bytes begin. */
  readonly at: number;
  /** Degrees. */
  readonly hue: number;
  readonly saturation: number;
  readonly lightness: number;
}

function isOf(material: Material, visible: readonly Pixel[]): (pixel: Pixel) => boolean {
  const colourful = visible.filter(({ saturation }) => saturation >= COLOURFUL);
  if (material === 'grey' || (material === 'main' && colourful.length * 2 < visible.length)) {
    return ({ saturation }) => saturation < COLOURFUL * 2;
  }
  const main = material === 'main' ? commonestHue(colourful) : material;
  return ({ hue, saturation }) =>
    saturation >= COLOURFUL / 2 && Math.abs(((hue - main + 540) % 360) - 180) <= MATERIAL_HUE_DEGREES;
}

function commonestHue(pixels: readonly Pixel[]): number {
  const bins = new Array<number>(HUE_BINS).fill(0);
  for (const { hue } of pixels) {
    const bin = Math.floor((hue / 360) * HUE_BINS) % HUE_BINS;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return (bins.indexOf(Math.max(...bins)) + 0.5) * (360 / HUE_BINS);
}

function visiblePixels({ data }: Pixels): Pixel[] {
  const visible: Pixel[] = [];
  for (let at = 0; at < data.length; at += 4) if ((data[at + 3] ?? 0) > 0) visible.push(pixelAt(data, at));
  return visible;
}

function pixelAt(data: Uint8Array, at: number): Pixel {
  const [r, g, b] = [(data[at] ?? 0) / 255, (data[at + 1] ?? 0) / 255, (data[at + 2] ?? 0) / 255];
  const max = Math.max(r, g, b);
  const span = max - Math.min(r, g, b);
  const lightness = max - span / 2;
  if (span === 0) return { at, hue: 0, saturation: 0, lightness };
  const saturation = span / (1 - Math.abs(2 * lightness - 1));
  if (max === r) return { at, hue: ((g - b) / span + (g < b ? 6 : 0)) * 60, saturation, lightness };
  return { at, hue: (max === g ? (b - r) / span + 2 : (r - g) / span + 4) * 60, saturation, lightness };
}

function writeHsl(data: Uint8Array, at: number, hue: number, saturation: number, lightness: number): void {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  for (const [channel, offset] of CHANNEL_OFFSETS.entries()) {
    const step = (offset + hue / 30) % 12;
    data[at + channel] = Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(step - 3, 9 - step, 1))));
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
