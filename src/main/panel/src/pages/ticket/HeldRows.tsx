import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconClockPause, IconUserEdit } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../../keys/KeyHelp';
import { Markdown } from '../../markdown/Markdown';
import type { Held } from './api';
import classes from './Conversation.module.css';

const REFUSALS = ['newer_messages', 'ticket_closed', 'already_closing', 'forbidden', 'not_sent'] as const;

interface Props {
  held: readonly Held[];
  onUndo: (held: string) => void;
}

/** Replies that are held: the own ones can be taken back. */
export function HeldRows({ held, onUndo }: Props) {
  const { t } = useTranslation('ticket');
  return held.map((one) =>
    one.own ? (
      <OwnHeld key={one.id} held={one} onUndo={() => onUndo(one.id)} />
    ) : (
      <Text key={one.id} size="xs" className={classes.other}>
        <IconUserEdit size={14} aria-hidden /> {t('held.other', { name: one.author.name })}
      </Text>
    ),
  );
}

function OwnHeld({ held, onUndo }: { held: Held; onUndo: () => void }) {
  const { t } = useTranslation('ticket');
  const left = useSecondsTo(held.due_at);
  const refused = held.state === 'refused';
  const known = REFUSALS.find((code) => code === held.refused);
  return (
    <article className={classes.message} data-kind="reply" data-going={!refused || undefined} data-refused={refused || undefined} data-held={held.id}>
      <div dir="auto" className={classes.body}>
        <Markdown text={held.text ?? ''} />
      </div>
      {held.files && held.files.length > 0 && <Text size="xs">{t('held.files', { count: held.files.length })}</Text>}
      <Group gap="sm" mt={6} justify="space-between" className={classes.heldBar}>
        <Text size="xs" fw={600} component="span" aria-hidden={!refused}>
          {refused ? (
            <>
              <IconAlertTriangle size={14} aria-hidden /> {t('held.refused', { reason: known ? t(`refusal.${known}`) : (held.refused ?? '') })}
            </>
          ) : (
            <>
              <IconClockPause size={14} aria-hidden /> {left > 0 ? t('held.left', { count: left }) : t('delivery.going')}
            </>
          )}
        </Text>
        {(refused || left > 0) && (
          <Button size="compact-xs" variant="light" color={refused ? 'red' : undefined} onClick={onUndo} rightSection={refused ? undefined : <Keys keys="z" />}>
            {t(refused ? 'held.back' : 'held.undo')}
          </Button>
        )}
      </Group>
    </article>
  );
}

function useSecondsTo(at: string): number {
  const seconds = () => Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1000));
  const [left, setLeft] = useState(seconds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts down to this moment.
  useEffect(() => {
    const timer = setInterval(() => setLeft(seconds()), 200);
    return () => clearInterval(timer);
  }, [at]);
  return left;
}
