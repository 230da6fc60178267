import type { z } from 'zod';
import { validationError } from '../../workers/http/openapi.ts';

/** The fields of a form, held against the schema of the verb. Throws `validation_failed`, as the API answers it. */
export function parsed<Schema extends z.ZodType>(schema: Schema, fields: unknown): z.infer<Schema> {
  const result = schema.safeParse(fields);
  if (!result.success) throw validationError(result.error);
  return result.data;
}
