import { Anchor, Button, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconArrowMerge, IconChevronDown } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { may, usePerson } from '../../api/session';
import { Markdown } from '../../markdown/Markdown';
import { Time } from '../../ui/Time';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { useWords } from '../../ui/useWords';
import { getMessages, merge, type Ticket, ticketKey } from './api';
import classes from './TicketPage.module.css';

const MOST_SHOWN = 200;

/** What a ticket has to do with other tickets of its member; the conversations that were merged into it are shown in place. */
export function Related({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation('ticket');
  const links = (['reopens', 'reopened_as', 'merged_into'] as const).flatMap((kind) => {
    const other = ticket[kind];
    return other ? [{ kind, other }] : [];
  });
  if (links.length === 0 && ticket.merged.length === 0) return null;
  return (
    <Stack gap={6} mb="xs">
      {links.map(({ kind, other }) => (
        <TicketLink key={kind} id={other} text={t(`related.${kind}`, { id: other })} />
      ))}
      {ticket.merged.map((one) => (
        <Merged key={one} id={one} />
      ))}
    </Stack>
  );
}

function TicketLink({ id, text }: { id: string; text: string }) {
  return (
    <Anchor renderRoot={(props) => <Link {...props} to="/tickets/$id" params={{ id }} />} size="sm">
      {text}
    </Anchor>
  );
}

/** An earlier conversation that belongs to this one. */
function Merged({ id }: { id: string }) {
  const { t } = useTranslation('ticket');
  const [shown, setShown] = useState(false);
  const region = useId();
  return (
    <div className={classes.merged}>
      <UnstyledButton onClick={() => setShown(!shown)} aria-expanded={shown} aria-controls={region} className={classes.mergedHead}>
        <IconChevronDown size={16} aria-hidden className={shown ? classes.turned : undefined} />
        {t('related.merged', { id })}
      </UnstyledButton>
      <div id={region} hidden={!shown}>
        {shown && <Conversation id={id} />}
      </div>
    </div>
  );
}

function Conversation({ id }: { id: string }) {
  const { t } = useTranslation('ticket');
  const words = useWords();
  const part = useQuery({ queryKey: ['merged', id], queryFn: () => getMessages(id, { limit: MOST_SHOWN }) });
  if (part.isPending) return <Skeleton h={40} />;
  if (part.error) return <Text size="sm">{words(part.error).text}</Text>;
  return (
    <Stack gap={6} mt={6}>
      {part.data.has_more && <TicketLink id={id} text={t('related.all')} />}
      {part.data.messages.map((message) => (
        <div key={message.number}>
          <Text size="xs" c="dimmed" component="div">
            {t(`kind.${message.kind}`)} · <bdi>{message.author.name}</bdi> · <Time at={message.at} />
          </Text>
          <div dir="auto" className={classes.mergedText}>
            {message.deleted_at ? <del>{message.text}</del> : <Markdown text={message.text} />}
          </div>
        </div>
      ))}
      <TicketLink id={id} text={t('related.open', { id })} />
    </Stack>
  );
}

/** Merges the ticket that is shown into a later one of the same member. */
export function MergeInto({ ticket, into }: { ticket: Ticket; into: string }) {
  const { t } = useTranslation('ticket');
  const person = usePerson();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  const possible = may(person, 'manage_tickets') && ticket.status === 'closed' && ticket.merged_into === null && Number(into) > Number(ticket.id);
  if (!possible) return null;
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconArrowMerge size={13} aria-hidden />}
      onClick={() =>
        confirm({
          title: t('merge.title', { from: ticket.id, into }),
          text: t('merge.text'),
          act: t('merge.act'),
          onConfirm: () =>
            void merge(ticket.id, into).then(() => {
              toast.done(t('merge.done', { into }));
              // The lists follow the journal a moment later.
              queries.setQueryData<Ticket>(ticketKey(ticket.id), (known) => known && { ...known, merged_into: into });
              void queries.invalidateQueries({ queryKey: ticketKey(into) });
            }, toast.failed),
        })
      }
    >
      {t('merge.into')}
    </Button>
  );
}
