import 'i18next';
import type { en } from './en';

// A key that is in no English file does not compile.
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof en;
  }
}
