import { Avatar, Badge, Tooltip } from '@mantine/core';
import { IconClockHour4, IconCornerUpLeft, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSingleKeys } from '../../keys/setting';
import type { Viewer } from '../../live';
import { plain } from '../../markdown/plain';
import { Initials } from '../../ui/Initials';
import { useNow } from '../../ui/useNow';
import { draftHere } from '../ticket/desk';
import { nameOf, PRIORITY_COLORS, type Ticket, ticketLink } from './ticket';
import classes from './Tickets.module.css';
import { shortSpan, waitOf } from './waiting';

interface Props {
  ticket: Ticket;
  viewers: readonly Viewer[] | undefined;
  /** The id of the person at the screen. */
  own: string;
  current: boolean;
  chosen: boolean;
  /** It is not in the list any more, and stays until the list is arranged anew. */
  gone: boolean;
  onAt: (id: string) => void;
  onChoose: (id: string, range: boolean) => void;
}

const MOST_UNREAD = 9;

/** A ticket in the list: who, what was said last, how urgent, how long, and who is on it. */
export const TicketRow = memo(function TicketRow({ ticket, viewers, own, current, chosen, gone, onAt, onChoose }: Props) {
  const { t } = useTranslation('tickets');
  const name = nameOf(ticket.member);
  const { unread } = ticket;
  const keys = useSingleKeys();
  return (
    <li
      className={classes.row}
      data-ticket={ticket.id}
      data-unread={unread > 0 || undefined}
      data-chosen={chosen || undefined}
      data-current={current || undefined}
      data-gone={gone || undefined}
    >
      <span className={classes.lead}>
        <Initials name={name} size={36} />
        <input
          type="checkbox"
          className={classes.check}
          checked={chosen}
          aria-label={t('row.select', { id: ticket.id, name })}
          // With single keys, x selects; one stop of Tab for each row is enough then.
          tabIndex={keys ? -1 : 0}
          onChange={() => undefined}
          onClick={(event) => onChoose(ticket.id, event.shiftKey)}
        />
      </span>
      <div className={classes.main}>
        <div className={classes.head}>
          <Link
            {...ticketLink(ticket.id)}
            className={classes.link}
            data-row={ticket.id}
            onFocus={() => onAt(ticket.id)}
            onClick={() => onAt(ticket.id)}
          >
            <bdi className={classes.name}>{name}</bdi> <span className={classes.number}>#{ticket.id}</span>
          </Link>
          {unread > 0 && (
            <Badge size="sm" flex="none" circle={unread <= MOST_UNREAD} aria-label={t('row.unread', { count: unread })}>
              {unread > MOST_UNREAD ? '9+' : unread}
            </Badge>
          )}
          {(ticket.status !== 'open' || gone) && (
            <Badge size="sm" variant="default" tt="none" className={classes.state}>
              {ticket.status === 'open' ? t('row.gone') : t(`status.${ticket.status}`)}
            </Badge>
          )}
        </div>
        <Preview ticket={ticket} viewers={viewers} own={own} />
      </div>
      <div className={classes.facts}>
        <Others viewers={viewers} own={own} />
        {ticket.priority !== 'normal' && (
          <Badge size="sm" variant="light" tt="none" color={PRIORITY_COLORS[ticket.priority]} className={classes.priority} data-priority={ticket.priority}>
            {t(`priority.${ticket.priority}`)}
          </Badge>
        )}
        <Span ticket={ticket} />
      </div>
    </li>
  );
});

function Preview({ ticket, viewers, own }: Pick<Props, 'ticket' | 'viewers' | 'own'>) {
  const { t } = useTranslation('tickets');
  const typing = viewers?.find((viewer) => viewer.user_id !== own && viewer.state === 'typing');
  if (typing) {
    return (
      <p className={classes.preview} data-typing>
        {t('row.typing', { name: typing.name })}
      </p>
    );
  }
  const last = ticket.last_message;
  const draft = draftHere(own, ticket.id);
  const elsewhere = viewers?.some((viewer) => viewer.user_id === own && viewer.has_draft);
  return (
    <p className={classes.preview}>
      {(draft || elsewhere) && (
        <span className={classes.draft}>
          <IconPencil size={14} aria-hidden /> {t('row.draft')}
        </span>
      )}
      {draft === '' && last?.kind === 'reply' && (
        <IconCornerUpLeft size={14} className={classes.arrow} role="img" aria-label={t('row.replied', { name: last.author.name })} />
      )}
      {draft || last ? <bdi>{plain(draft || last?.text || '') || t('row.noText')}</bdi> : <span>{t('row.nothing')}</span>}
    </p>
  );
}

function Others({ viewers, own }: Pick<Props, 'viewers' | 'own'>) {
  const { t } = useTranslation('tickets');
  const others = viewers?.filter((viewer) => viewer.user_id !== own) ?? [];
  if (others.length === 0) return null;
  const names = others.map((viewer) => t(viewer.has_draft ? 'row.viewerDraft' : 'row.viewer', { name: viewer.name })).join(', ');
  return (
    <Tooltip label={names}>
      <Avatar.Group spacing={8} role="img" aria-label={t('row.viewers', { names })} className={classes.viewers}>
        {others.slice(0, 3).map((viewer) => (
          <Initials key={viewer.user_id} name={viewer.name} size={24} />
        ))}
        {others.length > 3 && <Avatar size={24}>+{others.length - 3}</Avatar>}
      </Avatar.Group>
    </Tooltip>
  );
}

/** How long the member waits; where staff owe no answer, when somebody wrote last. */
function Span({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useTranslation('tickets');
  const now = useNow();
  const since = ticket.status === 'closed' ? null : ticket.waiting_since;
  const at = since ?? ticket.closure?.closed_at ?? ticket.last_message_at ?? ticket.opened_at;
  const span = shortSpan(now - Date.parse(at), i18n.language);
  return (
    <time dateTime={at} title={at} className={classes.span} data-wait={since ? waitOf(now - Date.parse(since)) : undefined}>
      {since && <IconClockHour4 size={14} role="img" aria-label={t('row.waiting')} />}
      {span}
    </time>
  );
}
