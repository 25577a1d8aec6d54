import { ActionIcon, Badge, Button, Drawer, Group, Menu, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconChevronDown, IconDots, IconDownload, IconFlag, IconLayoutSidebarRight, IconLink, IconMail, IconRotate, IconX } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Viewer } from '../../live';
import { MenuChoice } from '../../ui/MenuChoice';
import { PRIORITIES, type Priority, type Ticket } from './api';
import classes from './TicketPage.module.css';
import { ViewerNames } from './Viewers';

export interface TicketActs {
  back: () => void;
  copyLink: () => void;
  unread: () => void;
  aside: () => void;
  transcript: () => void;
  /** Absent for those who may not answer, and in tickets that are not closed. */
  reopen?: () => void;
  /** Absent for those who may not answer, and in closed tickets. */
  close?: () => void;
  priority?: (priority: Priority) => void;
}

interface Props {
  ticket: Ticket;
  viewers: readonly Viewer[];
  acts: TicketActs;
  small: boolean;
  asideShown: boolean;
  priorityShown: boolean;
  onPriorityShown: (shown: boolean) => void;
}

const COLOURS: Readonly<Record<Priority, string>> = { low: 'gray', normal: 'blue', high: 'orange', urgent: 'red' };

/** Who it is about, how it stands, and what can be done. */
export function TicketHead({ ticket, viewers, acts, small, asideShown, priorityShown, onPriorityShown }: Props) {
  const { t } = useTranslation(['ticket', 'common']);
  return (
    <header className={classes.head}>
      <Tooltip label={t('act.back')}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('act.back')} onClick={acts.back}>
          <IconArrowLeft size={20} className={classes.mirrored} />
        </ActionIcon>
      </Tooltip>
      <div className={classes.who}>
        <Group gap={8} wrap="nowrap">
          <Title order={1} size="h4" className={classes.name}>
            <bdi>{ticket.member.name}</bdi>
          </Title>
          <Text size="sm" c="dimmed" component="span">
            <bdi dir="ltr">#{ticket.id}</bdi>
          </Text>
        </Group>
        <Group gap={6} wrap="wrap">
          <Badge size="sm" tt="none" variant="light" color={ticket.status === 'open' ? 'teal' : 'gray'} classNames={{ label: classes.label }}>
            {t(`status.${ticket.status}`)}
          </Badge>
          <PriorityMenu ticket={ticket} onPriority={acts.priority} shown={priorityShown} onShown={onPriorityShown} />
          <ViewerNames viewers={viewers} />
        </Group>
      </div>
      {small ? (
        <SmallActs acts={acts} />
      ) : (
        <Group gap={4} wrap="nowrap">
          <IconAct label={t('act.copyLink')} icon={<IconLink size={18} stroke={1.7} />} onClick={acts.copyLink} />
          <IconAct label={t('act.unread')} icon={<IconMail size={18} stroke={1.7} />} onClick={acts.unread} />
          <IconAct label={t('act.transcript')} icon={<IconDownload size={18} stroke={1.7} />} onClick={acts.transcript} />
          <IconAct label={t('act.aside')} pressed={asideShown} icon={<IconLayoutSidebarRight size={18} stroke={1.7} className={classes.mirrored} />} onClick={acts.aside} />
          {acts.reopen && (
            <Button variant="default" size="sm" leftSection={<IconRotate size={16} />} onClick={acts.reopen} ms={4}>
              {t('act.reopen')}
            </Button>
          )}
          {acts.close && (
            <Button variant="default" size="sm" leftSection={<IconX size={16} />} onClick={acts.close} ms={4}>
              {t('act.close')}
            </Button>
          )}
        </Group>
      )}
    </header>
  );
}

function IconAct({ label, icon, pressed, onClick }: { label: string; icon: ReactNode; pressed?: boolean; onClick: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant={pressed ? 'light' : 'subtle'} color="gray" size="lg" aria-label={label} aria-pressed={pressed} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}

function PriorityMenu({ ticket, onPriority, shown, onShown }: { ticket: Ticket; onPriority: TicketActs['priority']; shown: boolean; onShown: (shown: boolean) => void }) {
  const { t } = useTranslation(['ticket', 'common']);
  const word = t(`priority.${ticket.priority}`);
  if (!onPriority) {
    return (
      <Badge size="sm" tt="none" variant="light" color={COLOURS[ticket.priority]} leftSection={<IconFlag size={11} aria-hidden />} classNames={{ label: classes.label }}>
        {word}
      </Badge>
    );
  }
  return (
    <Menu opened={shown} onChange={onShown} position="bottom-start" width={180}>
      <Menu.Target>
        <Button size="compact-xs" variant="light" color={COLOURS[ticket.priority]} leftSection={<IconFlag size={12} aria-hidden />} rightSection={<IconChevronDown size={12} aria-hidden />} aria-label={t('priority.label', { priority: word })} className={classes.priority} classNames={{ label: classes.label }}>
          {word}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {PRIORITIES.toReversed().map((priority) => (
          <MenuChoice
            key={priority}
            value={priority}
            chosen={priority === ticket.priority}
            icon={<IconFlag size={14} color={`var(--mantine-color-${COLOURS[priority]}-6)`} aria-hidden />}
            onChoose={() => onPriority(priority)}
          >
            {t(`priority.${priority}`)}
          </MenuChoice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The acts on a phone, from below. */
function SmallActs({ acts }: { acts: TicketActs }) {
  const { t } = useTranslation(['ticket', 'common']);
  const [opened, setOpened] = useState(false);
  const line = (label: string, icon: ReactNode, act: () => void, color?: string) => (
    <Button
      variant="subtle"
      color={color ?? 'gray'}
      size="md"
      justify="flex-start"
      leftSection={icon}
      onClick={() => {
        setOpened(false);
        act();
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('act.more')} aria-haspopup="dialog" aria-expanded={opened} onClick={() => setOpened(true)}>
        <IconDots size={20} />
      </ActionIcon>
      <Drawer opened={opened} onClose={() => setOpened(false)} position="bottom" size="auto" title={t('act.more')} closeButtonProps={{ 'aria-label': t('common:act.cancel') }}>
        <Stack gap={2}>
          {line(t('aside.title'), <IconLayoutSidebarRight size={18} />, acts.aside)}
          {line(t('act.copyLink'), <IconLink size={18} />, acts.copyLink)}
          {line(t('act.unread'), <IconMail size={18} />, acts.unread)}
          {line(t('act.transcript'), <IconDownload size={18} />, acts.transcript)}
          {acts.reopen && line(t('act.reopen'), <IconRotate size={18} />, acts.reopen)}
          {acts.close && line(t('act.close'), <IconX size={18} />, acts.close, 'red')}
        </Stack>
      </Drawer>
    </>
  );
}
