import { Alert, Button } from '@mantine/core';
import { IconInfoCircle, IconPlus, IconUserShield } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../../api/session';
import { EmptyState } from '../../ui/EmptyState';
import { ErrorNote } from '../../ui/ErrorNote';
import { Loading } from '../../ui/Loading';
import { PageFrame } from '../../ui/PageFrame';
import { type GrantTo, GrantDialog } from './GrantDialog';
import { grantsQuery, guildQuery } from './guild';
import classes from './Permissions.module.css';
import { SubjectRow } from './SubjectRow';
import { subjects } from './subjects';

/** What is granted to whom. */
export default function PermissionsPage() {
  const { t } = useTranslation('permissions');
  const person = usePerson();
  const grants = useQuery(grantsQuery);
  const guild = useQuery(guildQuery);
  const [to, setTo] = useState<GrantTo | null>(null);
  const failed = grants.error ?? guild.error;
  const again = () => void Promise.all([grants.refetch(), guild.refetch()]);
  const ready = grants.data && guild.data;
  const rows = ready ? subjects(grants.data.permissions, guild.data) : [];
  return (
    <PageFrame
      title={t('title')}
      text={t('text')}
      acts={
        ready && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setTo({ type: 'user' })}>
            {t('grant')}
          </Button>
        )
      }
    >
      {failed && <ErrorNote error={failed} onRetry={again} />}
      {!failed && !ready && <Loading />}
      {ready && rows.length === 0 && (
        <EmptyState icon={IconUserShield} title={t('empty.title')} text={t('empty.text')} />
      )}
      {ready && rows.length > 0 && (
        <ul className={classes.list} aria-label={t('list')}>
          {rows.map((subject) => (
            <SubjectRow key={`${subject.type} ${subject.id}`} subject={subject} onMore={setTo} />
          ))}
        </ul>
      )}
      {ready && (
        <Alert role="note" mt="md" variant="light" color="gray" icon={<IconInfoCircle />} title={t('superNote.title')}>
          {t('superNote.text')} {person.superAdmin && <strong>{t('superNote.you')}</strong>}
        </Alert>
      )}
      {ready && (
        <GrantDialog to={to} guild={guild.data} grants={grants.data.permissions} onClose={() => setTo(null)} />
      )}
    </PageFrame>
  );
}
