import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../ui/EmptyState';

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={IconMapOff} title={t('notFound.title')} text={t('notFound.text')}>
      <Button component={Link} to="/" variant="light" mt="sm">
        {t('act.home')}
      </Button>
    </EmptyState>
  );
}
