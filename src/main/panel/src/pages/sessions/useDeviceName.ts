import { useTranslation } from 'react-i18next';
import { deviceOf } from './device';

/** The name of a device for people. */
export function useDeviceName(): (userAgent: string) => string {
  const { t } = useTranslation('sessions');
  return (userAgent) => {
    const { browser, system } = deviceOf(userAgent);
    return browser && system ? t('device.named', { browser, system }) : (browser ?? system ?? t('device.unknown'));
  };
}
