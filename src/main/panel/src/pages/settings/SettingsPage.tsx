import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { may, usePerson } from '../../api/session';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { BotCard } from '../dashboard/BotCard';
import { configQuery } from './api';
import { ConfigForm } from './ConfigForm';

/** The configuration that is changed while the server runs. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const person = usePerson();
  const reading = useQuery(configQuery);
  // Others have it on the dashboard, which shows tickets.
  const steers = may(person, 'edit_config') && !may(person, 'view_tickets');
  return (
    <PageFrame title={t('title')} text={t('text')}>
      {steers && (
        <Box mb="lg">
          <BotCard />
        </Box>
      )}
      {reading.error && <ErrorNote error={reading.error} onRetry={() => void reading.refetch()} />}
      {reading.isPending && <Loading />}
      {reading.data && <ConfigForm latest={reading.data} />}
    </PageFrame>
  );
}
