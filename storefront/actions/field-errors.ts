import type { z } from 'zod';
import { validationError } from '../../workers/http/openapi.ts';
import { AppError } from '../../workers/http/problem.ts';

/** What is wrong, by the name of the input: { 'address.pincode': 'six digits' }. */
export type FieldErrors = Readonly<Record<string, string>>;

export interface Wrong {
  readonly errors: FieldErrors;
  /** What concerns no single field; null when the fields say it all. */
  readonly problem: string | null;
}

export function fieldErrorsOf(error: z.ZodError): FieldErrors {
  return whatIsWrong(validationError(error)).errors;
}

/** A verb's refusal, for the form that asked. Anything but a refusal is thrown on. */
export function whatIsWrong(error: unknown): Wrong {
  if (!(error instanceof AppError) || error.status >= 500) throw error;
  const errors: Record<string, string> = {};
  // The first message of a field is the one to mend first.
  for (const { field, message } of error.extra.errors ?? []) errors[field] ??= capitalised(message);
  return { errors, problem: error.extra.errors === undefined ? error.message : null };
}

/** Schemas speak in fragments: 'six digits'. */
function capitalised(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
