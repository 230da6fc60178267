import { currentLocale } from '../../workers/http/locale.ts';
import type { AppError, FieldError, ProblemCode } from '../../workers/http/problem.ts';
import { couponRefusal, isRefusal } from './coupon-words.ts';
import { FIELDS_HI, OTHER_FIELD_HI, PROBLEMS_HI } from './problems-hi.ts';
import { t, tKnown } from './t.ts';

/**
 * Verbs speak English, for the API. In another language their refusal is said by its code, and by what came with it.
 */
export function problemText(error: AppError): string {
  if (currentLocale() === 'en') return error.message;
  const { code, extra } = error;
  const [wrong] = extra.errors ?? [];
  if (code === 'validation_failed' && wrong !== undefined) return fieldText(error, wrong);
  const otherwise = PROBLEMS_HI[code];
  if (code === 'out_of_stock' && typeof extra.available === 'number') {
    return extra.available > 0 ? t('cart.line.shortStock', { count: extra.available }) : t('stock.out');
  }
  if (code === 'sign_in_failed' && extra.reason === 'use_code') return t('google.useCode');
  if (wrong?.field === 'code' && isRefusal(extra.reason)) return couponRefusal(extra.reason, extra.missingPaise);
  if (code === 'cod_not_allowed') return tKnown(`checkout.cod.${String(extra.reason)}`, otherwise);
  return otherwise;
}

/** What is wrong with one field of a refused input. Schemas speak in fragments: 'six digits'. */
export function fieldText(error: AppError, { field, message }: FieldError): string {
  if (currentLocale() === 'en') return capitalised(message);
  // Only a schema finds several fields wrong; another refusal is about its own code, wherever it stands.
  if (error.code !== 'validation_failed') return problemText(error);
  const name = field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
  return Object.hasOwn(FIELDS_HI, name) ? (FIELDS_HI[name] ?? OTHER_FIELD_HI) : OTHER_FIELD_HI;
}

/** Refusals by code as JSON, for a script that shows what the API answers; nothing where its own words will do. */
export function problemsForScripts(codes: readonly ProblemCode[]): string | undefined {
  if (currentLocale() === 'en') return undefined;
  return JSON.stringify(Object.fromEntries(codes.map((code) => [code, PROBLEMS_HI[code]])));
}

function capitalised(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
