import {
  type BatchResult,
  batchResultSchema,
  type ImportBatch,
  type ImportState,
  importSchema,
  type Rejection,
  rejectionsSchema,
  type StartImport,
} from '../../workers/catalog/import/schemas.ts';
import type { StaffClient } from '../staff-client.ts';

/** The import's part of the API. Every call of it may be repeated without harm. */
export class ImportApi {
  private readonly client: StaffClient;

  constructor(client: StaffClient) {
    this.client = client;
  }

  start(input: StartImport): Promise<ImportState> {
    return this.client.call('POST', '/admin/imports', importSchema, input);
  }

  send(importId: string, batch: ImportBatch): Promise<BatchResult> {
    return this.client.call('POST', `/admin/imports/${importId}/batches`, batchResultSchema, batch);
  }

  finish(importId: string): Promise<ImportState> {
    return this.client.call('POST', `/admin/imports/${importId}/completion`, importSchema);
  }

  async rejections(importId: string): Promise<readonly Rejection[]> {
    const all: Rejection[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`;
      const page = await this.client.call('GET', `/admin/imports/${importId}/rejections${query}`, rejectionsSchema);
      all.push(...page.rejections);
      cursor = page.nextCursor;
    }
    return all;
  }
}
