import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from '../context.ts';
import { AppError, type FieldError } from './problem.ts';

/** What a request carries through the routes. */
export interface ApiEnv {
  Bindings: Env;
  Variables: { ctx: Context };
}

/** A router whose validation errors become one problem that names every wrong field. */
export function createRouter() {
  return new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      throw validationError(result.error, result.target === 'json' ? '' : `${result.target}.`);
    },
  });
}

/** Zod issues as field errors; `prefix` tells where the fields were: 'query.' or '' for the body. */
export function validationError(error: z.ZodError, prefix = ''): AppError {
  const errors: FieldError[] = error.issues
    .flatMap(nearestIssues)
    .slice(0, 50)
    .map((issue) => ({
      field: prefix + (issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : issue.path.map(String).join('.')),
      message: issue.message,
    }));
  const first = errors[0];
  return new AppError('validation_failed', first ? `${first.field || 'body'}: ${first.message}` : 'Invalid.', {
    errors,
  });
}

type Issue = z.ZodError['issues'][number];

/** Of a body that may have several shapes: what is wrong with the one that it comes nearest to. */
function nearestIssues(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [nearest] = issue.errors.toSorted((a, b) => a.length - b.length);
  if (nearest === undefined) return [issue];
  return nearest.flatMap((inner) => nearestIssues({ ...inner, path: [...issue.path, ...inner.path] }));
}

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().openapi({ example: 'out_of_stock' }),
    detail: z.string(),
    requestId: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem');

/** The `responses` entries of the problems that a route may answer. */
export function problems(...statuses: number[]) {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: `Problem ${status}`, content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  );
}

/** A JSON answer. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON body, required. */
export function body<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } };
}
