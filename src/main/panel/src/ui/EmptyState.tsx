import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  icon: TablerIcon;
  title: string;
  text?: string;
  children?: ReactNode;
}

/** Says why there is nothing, and what can be done. */
export function EmptyState({ icon: Icon, title, text, children }: Props) {
  return (
    <Stack align="center" gap="xs" py={64} px="md" ta="center">
      <ThemeIcon size={56} radius="xl" variant="light">
        <Icon size={28} stroke={1.6} aria-hidden />
      </ThemeIcon>
      <Title order={2} size="h4" mt="xs">
        {title}
      </Title>
      {text && (
        <Text c="dimmed" size="sm" maw={420}>
          {text}
        </Text>
      )}
      {children}
    </Stack>
  );
}
