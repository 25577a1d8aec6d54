import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** While something is fetched. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center py={64} role="status" aria-label={t('loading')}>
      <Loader size="sm" type="dots" />
    </Center>
  );
}
