import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CopyText } from '../../ui/CopyText';
import classes from './Webhooks.module.css';

interface Props {
  secret: string;
  /** Whether it takes the place of another one. */
  rotated?: boolean;
  onDone: () => void;
}

/** A secret, this once. */
export function Secret({ secret, rotated = false, onDone }: Props) {
  const { t } = useTranslation('webhooks');
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<IconAlertTriangle />} role="status">
        {t('secret.once')}
      </Alert>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('secret.label')}
        </Text>
        <Text size="xs" c="dimmed">
          {t('secret.about')}
        </Text>
        <Code block dir="ltr" data-made="secret" className={classes.words}>
          {secret}
        </Code>
        <CopyText text={secret} label={t('secret.copy')} primary />
      </Stack>
      {rotated && <Text size="sm">{t('secret.old')}</Text>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {t('secret.done')}
        </Button>
      </Group>
    </Stack>
  );
}

/** Shows a new secret of a webhook; a click beside it does not lose it. */
export function RotatedSecret({ secret, onDone }: { secret: string | null; onDone: () => void }) {
  const { t } = useTranslation('webhooks');
  return (
    <Modal
      opened={secret !== null}
      onClose={onDone}
      centered
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={t('secret.rotated')}
    >
      {secret !== null && <Secret secret={secret} rotated onDone={onDone} />}
    </Modal>
  );
}
