import { Group, Text } from '@mantine/core';
import { IconEye, IconFilePencil, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Viewer } from '../../live';
import classes from './TicketPage.module.css';

/** Who else is on the ticket, in the head: those who write first. */
export function ViewerNames({ viewers }: { viewers: readonly Viewer[] }) {
  const { t } = useTranslation('ticket');
  return (
    <Group gap={6} role="status" aria-label={t('here.label')}>
      {viewers.map((viewer) => {
        const state = viewer.state === 'typing' ? 'typing' : viewer.has_draft ? 'draft' : 'viewing';
        const Icon = { typing: IconPencil, draft: IconFilePencil, viewing: IconEye }[state];
        return (
          <Text key={viewer.user_id} size="xs" component="span" className={classes.viewer} data-viewer={viewer.user_id} data-state={state}>
            <Icon size={13} aria-hidden /> {t(`here.${state}`, { name: viewer.name })}
          </Text>
        );
      })}
    </Group>
  );
}
