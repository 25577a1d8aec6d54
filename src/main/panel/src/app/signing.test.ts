import { expect, test } from 'vitest';
import { signInAddress } from './signing';

test('signing in leads back to the page, without the reason of a failure', () => {
  expect(signInAddress({ pathname: '/', search: '' })).toBe('/api/auth/login');
  expect(signInAddress({ pathname: '/', search: '?login=denied' })).toBe('/api/auth/login');
  expect(signInAddress({ pathname: '/tickets/7', search: '?login=expired&tag=a' })).toBe(
    '/api/auth/login?redirect=%2Ftickets%2F7%3Ftag%3Da',
  );
  expect(signInAddress({ pathname: `/${'x'.repeat(600)}`, search: '' })).toBe('/api/auth/login');
});
