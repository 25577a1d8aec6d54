import { setNonce } from 'get-nonce';

/** The nonce of this page's Content-Security-Policy, as the product wrote it into the page. */
export const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

// react-remove-scroll, by which Mantine's modals lock the page, asks there.
if (nonce) setNonce(nonce);
