import { ActionIcon, Badge, Button, Group, Menu, Text, Textarea, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, IconDots, IconEdit, IconLock, IconMessage, IconTrash } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isKey } from '../../keys';
import { Markdown, type Names } from '../../markdown/Markdown';
import { Initials } from '../../ui/Initials';
import { exact } from '../../ui/moments';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { deleteReply, editReply } from './api';
import type { Message } from './conversation';
import { Files } from './Files';
import classes from './Conversation.module.css';
import type { fateOf } from './sender';
import { LONGEST } from './split';
import { timeInWords } from './words';

interface Props {
  ticket: string;
  message: Message;
  names: Names;
  /** Whether it is the one that the person came for, for a moment. */
  marked: boolean;
  /** Whether the person wrote it and may change it. */
  own: boolean;
}

/** One thing that was said, with what became of it. */
export const MessageRow = memo(function MessageRow({ ticket, message, names, marked, own }: Props) {
  const { t, i18n } = useTranslation(['ticket', 'common']);
  const [editing, setEditing] = useState(false);
  const deleted = message.deleted_at !== null;
  const time = (
    <time dateTime={message.at} title={exact(new Date(message.at), i18n.language)}>
      {timeInWords(message.at, i18n.language)}
    </time>
  );
  if (message.kind === 'remark') {
    return (
      <div className={classes.remark} data-marked={marked || undefined} id={`message-${message.number}`} data-number={message.number}>
        <span dir="auto">
          <Markdown text={message.text} names={names} />
        </span>
        <Text size="xs" c="dimmed" component="span">
          {time}
        </Text>
      </div>
    );
  }
  return (
    <article
      className={classes.message}
      data-kind={message.kind}
      data-deleted={deleted || undefined}
      data-marked={marked || undefined}
      id={`message-${message.number}`}
      data-number={message.number}
      aria-label={t('message.label', { kind: t(`kind.${message.kind}`), name: message.author.name })}
    >
      <header className={classes.line}>
        <Initials name={message.author.name} size="sm" />
        <Text size="sm" fw={650} component="span">
          <bdi>{message.author.name}</bdi>
        </Text>
        <Kind message={message} />
        <Text size="xs" className={classes.time} component="span">
          {time}
        </Text>
        {own && !deleted && !editing && <Acts ticket={ticket} number={message.number} onEdit={() => setEditing(true)} />}
      </header>
      {editing ? (
        <Edit ticket={ticket} message={message} onDone={() => setEditing(false)} />
      ) : (
        <div dir="auto" className={classes.body}>
          {deleted ? <del>{message.text && <Markdown text={message.text} names={names} />}</del> : <Markdown text={message.text} names={names} />}
        </div>
      )}
      {message.extras.map((extra) => (
        <Text key={extra} size="xs" dir="auto" className={classes.extra}>
          {extra}
        </Text>
      ))}
      {message.files.length > 0 && <Files files={message.files} />}
      <Fate message={message} names={names} />
    </article>
  );
});

function Kind({ message }: { message: Message }) {
  const { t } = useTranslation(['ticket', 'common']);
  if (message.kind === 'note') {
    return (
      <Badge size="xs" tt="none" radius="sm" className={classes.note} leftSection={<IconLock size={10} aria-hidden />}>
        {t('kind.noteLong')}
      </Badge>
    );
  }
  return (
    <Text size="xs" className={classes.time} component="span">
      {t(`kind.${message.kind}`)}
      {message.anonymous && ` · ${t('message.anonymous')}`}
    </Text>
  );
}

/** What has become of it: changed, deleted, on its way, arrived, refused. */
function Fate({ message, names }: { message: Message; names: Names }) {
  const { t, i18n } = useTranslation(['ticket', 'common']);
  const [former, setFormer] = useState(false);
  const { state, reason, detail } = message.delivery;
  const tells = message.kind === 'reply' || state === 'refused';
  if (!tells && message.edited_at === null && message.deleted_at === null) return null;
  return (
    <footer className={classes.fate}>
      {message.deleted_at !== null && (
        <span>
          <IconTrash size={12} aria-hidden /> {t('message.deleted', { at: exact(new Date(message.deleted_at), i18n.language) })}
        </span>
      )}
      {message.edited_at !== null &&
        (message.former.length > 0 ? (
          <UnstyledButton className={classes.link} aria-expanded={former} onClick={() => setFormer(!former)}>
            {t('message.edited', { count: message.former.length })}
          </UnstyledButton>
        ) : (
          <span>{t('message.editedOnce')}</span>
        ))}
      {tells && (
        <span className={state === 'refused' ? classes.refused : undefined} data-delivery={state}>
          {state === 'delivered' ? <IconCheck size={12} aria-hidden /> : state === 'refused' ? <IconAlertTriangle size={12} aria-hidden /> : <IconClock size={12} aria-hidden />}{' '}
          {t(`delivery.${state}`)}
          {state === 'refused' && (detail || reason) && `: ${detail || reason}`}
        </span>
      )}
      {former && (
        <ol className={classes.former}>
          {message.former.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: former texts keep their order.
            <li key={at}>
              <Text size="xs" c="dimmed">
                {one.until ? t('message.until', { at: exact(new Date(one.until), i18n.language) }) : t('message.before')}
              </Text>
              <div dir="auto">
                <Markdown text={one.text} names={names} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </footer>
  );
}

function Acts({ ticket, number, onEdit }: { ticket: string; number: number; onEdit: () => void }) {
  const { t } = useTranslation(['ticket', 'common']);
  const confirm = useConfirm();
  const toast = useToast();
  const remove = () =>
    confirm({
      title: t('delete.title'),
      text: t('delete.text'),
      act: t('act.delete'),
      danger: true,
      onConfirm: () => void deleteReply(ticket, number).then(() => toast.done(t('delete.done')), toast.failed),
    });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" className={classes.acts} aria-label={t('message.acts')}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size={16} stroke={1.7} />} onClick={onEdit}>
          {t('act.edit')}
        </Menu.Item>
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.7} />} onClick={remove}>
          {t('act.delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Edit({ ticket, message, onDone }: { ticket: string; message: Message; onDone: () => void }) {
  const { t } = useTranslation(['ticket', 'common']);
  const toast = useToast();
  const [text, setText] = useState(message.text);
  const [saving, setSaving] = useState(false);
  const save = async () => {
    if (text.trim() === '' || saving) return;
    if (text === message.text) return onDone();
    setSaving(true);
    try {
      await editReply(ticket, message.number, text);
      onDone();
    } catch (failure) {
      toast.failed(failure);
      setSaving(false);
    }
  };
  return (
    <div className={classes.edit}>
      <Textarea
        autosize
        minRows={1}
        maxRows={12}
        maxLength={LONGEST}
        value={text}
        dir="auto"
        data-autofocus
        autoFocus
        aria-label={t('edit.label')}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (isKey(event.nativeEvent, 'send')) {
            event.preventDefault();
            void save();
          } else if (isKey(event.nativeEvent, 'leaveInput')) {
            event.preventDefault();
            onDone();
          }
        }}
      />
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" loading={saving} onClick={() => void save()}>
          {t('act.save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('common:act.cancel')}
        </Button>
      </Group>
    </div>
  );
}

interface GoingProps {
  kind: 'reply' | 'note';
  text: string;
  /** How many go with it. */
  files: number;
  name: string;
  fate: ReturnType<typeof fateOf>;
  onTakeWords: () => void;
}

/** A reply or note that the server has not answered yet, or of which the list does not tell yet. */
export function GoingRow({ kind, text, files, name, fate, onTakeWords }: GoingProps) {
  const { t } = useTranslation(['ticket', 'common']);
  const confirm = useConfirm();
  const open = fate === 'unconfirmed' || fate === 'givenUp';
  const takeWords = () => confirm({ title: t('words.title'), text: t('words.text'), act: t('words.take'), danger: true, onConfirm: onTakeWords });
  return (
    <article className={classes.message} data-kind={kind} data-going data-fate={fate} aria-label={t('message.label', { kind: t(`kind.${kind}`), name })}>
      <header className={classes.line}>
        <Initials name={name} size="sm" />
        <Text size="sm" fw={650} component="span">
          <bdi>{name}</bdi>
        </Text>
        <Text size="xs" className={classes.time} component="span">
          {t(kind === 'note' ? 'kind.noteLong' : 'kind.reply')}
        </Text>
      </header>
      <div dir="auto" className={classes.body}>
        <Markdown text={text} />
      </div>
      {files > 0 && <Text size="xs">{t('held.files', { count: files })}</Text>}
      <footer className={classes.fate}>
        <span role={open ? 'status' : undefined}>
          {open ? <IconAlertTriangle size={12} aria-hidden /> : <IconClock size={12} aria-hidden />} {t(`delivery.${fate}`)}
        </span>
        {open && (
          <Button size="compact-xs" variant="default" onClick={takeWords}>
            {t('words.take')}
          </Button>
        )}
      </footer>
    </article>
  );
}

/** A message that the server told of when it refused a blind answer. */
export function NewerRow({ name, text, at }: { name: string; text: string; at: string }) {
  const { i18n } = useTranslation();
  return (
    <div className={classes.newer}>
      <Group gap={6}>
        <IconMessage size={14} aria-hidden />
        <Text size="sm" fw={650} component="span">
          <bdi>{name}</bdi>
        </Text>
        <Text size="xs" component="span">
          {timeInWords(at, i18n.language)}
        </Text>
      </Group>
      <div dir="auto">
        <Markdown text={text} />
      </div>
    </div>
  );
}
