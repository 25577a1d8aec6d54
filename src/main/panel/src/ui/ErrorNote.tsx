import { Alert, Button, Code, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useWords } from './useWords';

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

/** What went wrong, for a person, with the request's id for an operator. */
export function ErrorNote({ error, title, onRetry }: Props) {
  const { t } = useTranslation();
  const words = useWords()(error);
  return (
    <Alert role="alert" color="red" icon={<IconAlertTriangle />} title={title ?? t('error.title')}>
      <Text size="sm">{words.text}</Text>
      <Group mt="xs" gap="md">
        {onRetry && (
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            {t('act.retry')}
          </Button>
        )}
        {words.requestId && (
          <Text size="xs" c="dimmed">
            {t('error.requestId', { id: '' })}
            <Code>{words.requestId}</Code>
          </Text>
        )}
      </Group>
    </Alert>
  );
}
