import type { Family } from '../family.ts';
import { BAGS_AND_ACCESSORIES } from './bags-and-accessories.ts';
import { BEAUTY_AND_HEALTH } from './beauty-and-health.ts';
import { BOOKS_AND_MUSIC } from './books-and-music.ts';
import { COMPUTERS_AND_CAMERAS } from './computers-and-cameras.ts';
import { FOOTWEAR } from './footwear.ts';
import { GROCERY } from './grocery.ts';
import { HOME_AND_FURNITURE } from './home-and-furniture.ts';
import { KITCHEN_AND_DINING } from './kitchen-and-dining.ts';
import { MENS_FASHION } from './mens-fashion.ts';
import { MOBILES_AND_AUDIO } from './mobiles-and-audio.ts';
import { SPORTS_AND_FITNESS } from './sports-and-fitness.ts';
import { TOOLS_AND_PETS } from './tools-and-pets.ts';
import { TOYS_AND_GAMES } from './toys-and-games.ts';
import { WATCHES_AND_JEWELLERY } from './watches-and-jewellery.ts';
import { WOMENS_FASHION } from './womens-fashion.ts';

/** Everything the demo shop sells. */
export const FAMILIES: readonly Family[] = [
  ...MENS_FASHION,
  ...WOMENS_FASHION,
  ...FOOTWEAR,
  ...BAGS_AND_ACCESSORIES,
  ...WATCHES_AND_JEWELLERY,
  ...MOBILES_AND_AUDIO,
  ...COMPUTERS_AND_CAMERAS,
  ...HOME_AND_FURNITURE,
  ...KITCHEN_AND_DINING,
  ...BEAUTY_AND_HEALTH,
  ...GROCERY,
  ...TOYS_AND_GAMES,
  ...SPORTS_AND_FITNESS,
  ...BOOKS_AND_MUSIC,
  ...TOOLS_AND_PETS,
];
