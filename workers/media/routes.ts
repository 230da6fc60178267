import { createRoute, z } from '@hono/zod-openapi';
import { readFile } from '../http/body-limit.ts';
import { body, createRouter, json, problems } from '../http/openapi.ts';
import { AppError } from '../http/problem.ts';
import { changeMedia } from './change-media.ts';
import { findMedia, listMedia } from './queries.ts';
import { removeMedia } from './remove-media.ts';
import {
  MAX_FILE_BYTES,
  mediaChangeSchema,
  mediaIdSchema,
  mediaListQuerySchema,
  mediaListSchema,
  mediaSchema,
  uploadQuerySchema,
} from './schemas.ts';
import { uploadMedia } from './upload-media.ts';

const tags = ['Pictures, for staff'];
const params = z.object({ mediaId: mediaIdSchema });
const FILE_TYPE = /^(image\/(jpeg|png|webp)|application\/octet-stream)\s*(;|$)/i;
const file = z.string().openapi({ format: 'binary' });

export const mediaRoutes = createRouter();

/**
 * The body is the file and nothing else, as it comes: no parser of multipart bodies holds it a second time, and the
 * bound and the digest are of what is stored.
 */
mediaRoutes.openapi(
  createRoute({
    method: 'post',
    path: '/admin/media',
    tags,
    summary: 'Upload a picture of a product',
    description:
      'The body is the file: JPEG, PNG or WebP, 10 MiB at most; what is said of it stands in the query. It is shown ' +
      'once its sizes are made, some seconds later. The same file again is the same picture.',
    request: {
      query: uploadQuerySchema,
      body: {
        required: true,
        content: {
          'image/jpeg': { schema: file },
          'image/png': { schema: file },
          'image/webp': { schema: file },
          'application/octet-stream': { schema: file },
        },
      },
    },
    responses: {
      200: json(mediaSchema, 'The picture that the product has of this file already'),
      201: json(mediaSchema, 'The new picture'),
      ...problems(401, 403, 404, 413, 415, 422),
    },
  }),
  async (c) => {
    const { media, isNew } = await uploadMedia(c.get('ctx'), c.req.valid('query'), async () => {
      if (!FILE_TYPE.test(c.req.header('content-type') ?? '')) throw otherType();
      return await readFile(c.req.raw, MAX_FILE_BYTES);
    });
    return c.json(media, isNew ? 201 : 200);
  },
);

mediaRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/media',
    tags,
    summary: 'The pictures of a product, also those that are not shown yet',
    request: { query: mediaListQuerySchema },
    responses: { 200: json(mediaListSchema, 'The pictures in their order'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    const media = await listMedia(c.get('ctx'), c.req.valid('query').productSlug);
    return c.json({ media: [...media] }, 200);
  },
);

mediaRoutes.openapi(
  createRoute({
    method: 'get',
    path: '/admin/media/{mediaId}',
    tags,
    summary: 'One picture and how far it is',
    request: { params },
    responses: { 200: json(mediaSchema, 'The picture'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await findMedia(c.get('ctx'), c.req.valid('param').mediaId), 200),
);

mediaRoutes.openapi(
  createRoute({
    method: 'patch',
    path: '/admin/media/{mediaId}',
    tags,
    summary: 'Change what a picture is said to show, or its place',
    request: { params, body: body(mediaChangeSchema) },
    responses: { 200: json(mediaSchema, 'The picture'), ...problems(401, 403, 404, 422) },
  }),
  async (c) => c.json(await changeMedia(c.get('ctx'), c.req.valid('param').mediaId, c.req.valid('json')), 200),
);

mediaRoutes.openapi(
  createRoute({
    method: 'delete',
    path: '/admin/media/{mediaId}',
    tags,
    summary: 'Take a picture down',
    description: 'Small sizes of it stay for the orders of those who bought.',
    request: { params },
    responses: { 204: { description: 'It is gone' }, ...problems(401, 403, 404, 422) },
  }),
  async (c) => {
    await removeMedia(c.get('ctx'), c.req.valid('param').mediaId);
    return c.body(null, 204);
  },
);

function otherType(): AppError {
  const message = 'Send the file itself as the body, as image/jpeg, image/png or image/webp.';
  return new AppError('unsupported_media_type', message, { errors: [{ field: 'header.content-type', message }] });
}
