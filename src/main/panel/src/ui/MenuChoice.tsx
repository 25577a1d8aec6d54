import { Group, Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  value: string;
  chosen: boolean;
  onChoose: () => void;
  icon?: ReactNode;
  /** The language of the words, where it is not the page's. */
  lang?: string;
  children: ReactNode;
}

/** A choice of a menu in which one of several is made; a screen reader says which one it is. */
export function MenuChoice({ value, chosen, onChoose, icon, lang, children }: Props) {
  return (
    <Menu.RadioItem value={value} checked={chosen} onChange={onChoose} closeMenuOnClick checkIcon={<IconCheck size={14} aria-hidden />} lang={lang}>
      <Group gap="xs" wrap="nowrap">
        {icon}
        <span>{children}</span>
      </Group>
    </Menu.RadioItem>
  );
}
