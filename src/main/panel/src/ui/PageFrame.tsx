import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  text?: string;
  /** Buttons for the whole page. */
  acts?: ReactNode;
  children: ReactNode;
}

/** The head and the width of a page that is read from top to bottom. */
export function PageFrame({ title, text, acts, children }: Props) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('product')}`;
  }, [title, t]);
  return (
    <Box maw={1080} mx="auto" w="100%">
      <Group justify="space-between" align="flex-start" mb="lg" gap="md">
        <Stack gap={2} maw={640}>
          <Title order={1} size="h3">
            {title}
          </Title>
          {text && (
            <Text size="sm" c="dimmed">
              {text}
            </Text>
          )}
        </Stack>
        {acts}
      </Group>
      {children}
    </Box>
  );
}
