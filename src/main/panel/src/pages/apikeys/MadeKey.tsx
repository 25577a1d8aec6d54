import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';
import { CopyText } from '../../ui/CopyText';
import classes from './MadeKey.module.css';
import { example } from './wanted';

/** The key, this once. */
export function MadeKey({ made, onDone }: { made: Schema['KeyCreated']; onDone: () => void }) {
  const { t } = useTranslation('apikeys');
  const command = example(location.origin, made.key, made.permissions);
  return (
    <Stack gap="md">
      <Alert color="yellow" icon={<IconAlertTriangle />} role="status">
        {t('made.once')}
      </Alert>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('made.key')}
        </Text>
        <Words text={made.key} name="key" />
        <CopyText text={made.key} label={t('made.copy')} primary />
      </Stack>
      <Stack gap={6}>
        <Text size="sm" fw={600}>
          {t('made.try')}
        </Text>
        <Words text={command} name="command" />
        <CopyText text={command} label={t('made.copyExample')} />
      </Stack>
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {t('made.done')}
        </Button>
      </Group>
    </Stack>
  );
}

function Words({ text, name }: { text: string; name: string }) {
  return (
    <Code block dir="ltr" data-made={name} className={classes.words}>
      {text}
    </Code>
  );
}
