import type { z } from 'zod';
import { validationError } from '../../workers/http/openapi.ts';
import { AppError } from '../../workers/http/problem.ts';
import { fieldText, problemText } from '../i18n/problem-text.ts';

/** What is wrong, by the name of the input: { 'address.pincode': 'six digits' }. */
export type FieldErrors = Readonly<Record<string, string>>;

export interface Wrong {
  readonly errors: FieldErrors;
  /** What concerns no single field; null when the fields say it all. */
  readonly problem: string | null;
}

/** Schemas speak in fragments ('six digits'); a form may have a sentence of its own for a field. */
export function fieldErrorsOf(error: z.ZodError, sentences: FieldErrors = {}): FieldErrors {
  const { errors } = whatIsWrong(validationError(error));
  return Object.fromEntries(Object.entries(errors).map(([field, message]) => [field, sentences[field] ?? message]));
}

/** A verb's refusal, for the form that asked. Anything but a refusal is thrown on. */
export function whatIsWrong(error: unknown): Wrong {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  const errors: Record<string, string> = {};
  // The first message of a field is the one to mend first.
  for (const wrong of error.extra.errors ?? []) errors[wrong.field] ??= fieldText(error, wrong);
  return { errors, problem: error.extra.errors === undefined ? problemText(error) : null };
}
