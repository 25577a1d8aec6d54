import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { listenToKeys, useKeys } from './index';
import { openKeyHelp } from './KeyHelp';

/** Makes keys do what pages say by useKeys, and shows their list; once, in the shell. */
export function KeysHost() {
  const { t } = useTranslation(['keys', 'common']);
  useEffect(listenToKeys, []);
  useKeys({ help: () => openKeyHelp(t('title'), t('common:act.close')) });
  return null;
}
