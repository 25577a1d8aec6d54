import { afterEach, vi } from 'vitest';

// All files of tests run in one worker: a clock that one of them stopped would stand still for the next.
afterEach(() => void vi.useRealTimers());
