import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState';

export function NoRight({ right }: { right: string }) {
  const { t } = useTranslation();
  return <EmptyState icon={IconLock} title={t('noRight.title')} text={t('noRight.text', { right })} />;
}
