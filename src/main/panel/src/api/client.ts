import createClient, { type Middleware } from 'openapi-fetch';
import { Problem, problemOf, secondsOf, UNREACHABLE } from './problem';
import type { components, paths } from './schema.gen';

/** The types that openapi.yaml describes. */
export type Schema = components['schemas'];
export type Permission = Schema['Permission'];

type Listener = () => void;
const lost = new Set<Listener>();

/** Calls back when the server says that nobody is signed in. */
export function onSessionLost(listener: Listener): () => void {
  lost.add(listener);
  return () => lost.delete(listener);
}

const noticing: Middleware = {
  onResponse({ response }) {
    if (response.status === 401) {
      for (const listener of lost) listener();
    }
  },
};

/** The REST API. Call it inside {@link answered}. */
export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });
api.use(noticing);

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of the answer; throws a {@link Problem} where there is none. */
export async function answered<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await call;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new Problem(0, UNREACHABLE, '');
  }
  if (!answer.response.ok) {
    const { status, headers } = answer.response;
    throw problemOf(status, answer.error, headers.get('X-Request-Id'), secondsOf(headers.get('Retry-After'), Date.now()));
  }
  return answer.data as T;
}
