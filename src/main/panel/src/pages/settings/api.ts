import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../../api/client';
import { change, type Config, type Edits } from './edits';

/** The configuration, and the mark of its version. */
export interface Reading {
  config: Config;
  etag: string;
}

export const configQuery = queryOptions({
  queryKey: ['configuration'],
  queryFn: async ({ signal }): Promise<Reading> => {
    const call = api.GET('/api/bot/config', { signal });
    const config = await answered(call);
    return { config, etag: (await call).response.headers.get('ETag') ?? '' };
  },
});

/** Changes all or nothing, and gives the mark of the new version. */
export async function save(edits: Edits, etag: string): Promise<string> {
  const call = api.PUT('/api/bot/config', { params: { header: { 'If-Match': etag } }, body: change(edits) });
  await answered(call);
  return (await call).response.headers.get('ETag') ?? '';
}
