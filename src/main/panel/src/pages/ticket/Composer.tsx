import { ActionIcon, Alert, Button, Group, Menu, SegmentedControl, Switch, Text, Textarea, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconChevronDown, IconLock, IconMessage, IconPaperclip, IconSend } from '@tabler/icons-react';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { isKey, useKeys } from '../../keys';
import { Keys } from '../../keys/KeyHelp';
import { MenuChoice } from '../../ui/MenuChoice';
import { useWords } from '../../ui/useWords';
import { Attached } from './Attached';
import classes from './Composer.module.css';
import type { TicketDesk } from './desk';
import type { DraftKind } from './draftBox';
import { NewerRow } from './MessageRow';
import { HOLDS, setHold, useHold } from './setting';
import { counted, LONGEST } from './split';
import { MOST_FILES } from './uploads';

interface Props {
  desk: TicketDesk;
  mode: DraftKind;
  onMode: (mode: DraftKind) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  /** How long the signature above a reply is. */
  heading: number;
  onTyped: () => void;
  onSend: (closing: boolean) => void;
  onSendAnyway: () => void;
}

/** Where replies and notes are written. */
export function Composer({ desk, mode, onMode, field, heading, onTyped, onSend, onSendAnyway }: Props) {
  const { t } = useTranslation(['ticket', 'common']);
  const box = desk.drafts[mode];
  const draft = useSyncExternalStore(box.watch, box.snapshot);
  const uploads = useSyncExternalStore(desk.uploads.watch, desk.uploads.snapshot);
  const [dropping, setDropping] = useState(false);
  const uploading = mode === 'reply' && uploads.some((one) => one.progress !== null);
  const length = counted(draft.text, mode === 'reply' ? heading : 0);
  const nothing = draft.text.trim() === '' && (mode === 'note' || draft.files.length === 0);
  useSyncExternalStore(desk.sender.watch, desk.sender.snapshot);
  const full = desk.sender.isFull();
  const blocked = nothing || uploading || full || draft.text.length > LONGEST;
  useKeys({ send: () => undefined, sendAndClose: mode === 'reply' ? () => undefined : undefined, newLine: () => undefined, leaveInput: () => undefined });

  const attach = (files: readonly File[]) => {
    const reply = desk.drafts.reply;
    const room = MOST_FILES - reply.snapshot().files.length - uploads.filter((one) => one.id === null).length;
    desk.uploads.add(files.slice(0, Math.max(0, room)), (id) => reply.edit({ files: [...reply.snapshot().files, id] }));
  };
  const pressed = (event: KeyboardEvent) => {
    if (isKey(event.nativeEvent, 'send')) {
      event.preventDefault();
      if (!blocked) onSend(false);
    } else if (isKey(event.nativeEvent, 'sendAndClose')) {
      event.preventDefault();
      if (!blocked && mode === 'reply') onSend(true);
    } else if (isKey(event.nativeEvent, 'leaveInput')) {
      event.preventDefault();
      field.current?.blur();
    }
  };
  const pasted = (event: ClipboardEvent) => {
    if (mode !== 'reply' || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    attach([...event.clipboardData.files]);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    if (mode === 'reply') attach([...event.dataTransfer.files]);
  };
  const dragged = (event: DragEvent) => {
    if (mode !== 'reply' || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setDropping(true);
  };
  return (
    <section className={classes.composer} data-mode={mode} data-dropping={dropping || undefined} aria-label={t('composer.label')} onDragOver={dragged} onDragLeave={() => setDropping(false)} onDrop={dropped}>
      <TroubleNote desk={desk} onSendAnyway={onSendAnyway} onSend={() => onSend(false)} />
      {draft.other && (
        <Alert color="yellow" icon={<IconAlertTriangle />} title={t('draft.conflict')} mb="xs" role="alert" classNames={{ title: classes.title }}>
          <Text size="sm" lineClamp={3} dir="auto" className={classes.quoted}>
            {draft.other.text}
          </Text>
          <Group gap="xs" mt="xs">
            <Button size="compact-sm" variant="default" onClick={() => box.settle(false)}>
              {t('draft.keepMine')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => box.settle(true)}>
              {t('draft.takeOther')}
            </Button>
          </Group>
        </Alert>
      )}
      {full && (
        <Alert color="yellow" icon={<IconAlertTriangle />} mb="xs" role="alert" py="xs">
          {t('composer.full')}
        </Alert>
      )}
      <div className={classes.field}>
        <Group gap="xs" className={classes.head}>
          <SegmentedControl
            size="xs"
            value={mode}
            onChange={(chosen) => onMode(chosen as DraftKind)}
            aria-label={t('composer.mode')}
            data={[
              { value: 'reply', label: <Mode icon={IconMessage} word={t('kind.reply')} /> },
              { value: 'note', label: <Mode icon={IconLock} word={t('kind.note')} /> },
            ]}
          />
          <Text size="xs" className={classes.hint}>
            {t(mode === 'note' ? 'composer.noteHint' : draft.anonymous ? 'composer.anonymousHint' : 'composer.replyHint')}
          </Text>
        </Group>
        <Textarea
          ref={field}
          variant="unstyled"
          autosize
          minRows={2}
          maxRows={12}
          dir="auto"
          value={draft.text}
          aria-label={t(mode === 'note' ? 'composer.note' : 'composer.reply')}
          placeholder={t(mode === 'note' ? 'composer.notePlaceholder' : 'composer.replyPlaceholder')}
          classNames={{ input: classes.input }}
          onChange={(event) => {
            box.edit({ text: event.currentTarget.value });
            if (mode === 'reply') onTyped();
          }}
          onKeyDown={pressed}
          onPaste={pasted}
        />
        {mode === 'reply' && <Attached desk={desk} />}
        <Group gap="xs" className={classes.foot}>
          {mode === 'reply' && (
            <>
              <AttachButton onFiles={attach} />
              <Switch
                size="xs"
                checked={draft.anonymous}
                label={t('composer.anonymous')}
                className={classes.switch}
                onChange={(event) => box.edit({ anonymous: event.currentTarget.checked })}
              />
            </>
          )}
          <Text size="xs" className={classes.state} role={draft.saving === 'failed' ? 'alert' : undefined} data-saving={draft.saving}>
            {draft.saving === 'failed' ? t('draft.failed') : nothing ? '' : draft.saving === 'kept' ? t('draft.kept') : t('draft.saving')}
          </Text>
          {length && (
            <Text size="xs" fw={600} className={classes.count} data-over={draft.text.length > LONGEST || undefined}>
              {t('composer.count', { length: length.length, limit: length.limit })}
              {length.messages > 1 && ` · ${t('composer.messages', { count: length.messages })}`}
            </Text>
          )}
          <Group gap={1} wrap="nowrap">
            <Tooltip label={<Keys keys="mod+Enter" />}>
              <Button
                size="sm"
                className={classes.send}
                disabled={blocked}
                leftSection={mode === 'note' ? <IconLock size={16} /> : <IconSend size={16} />}
                onClick={() => onSend(false)}
              >
                {t(uploading ? 'composer.uploading' : mode === 'note' ? 'composer.writeNote' : 'composer.send')}
              </Button>
            </Tooltip>
            {mode === 'reply' && <SendMenu disabled={blocked} onSendAndClose={() => onSend(true)} />}
          </Group>
        </Group>
      </div>
    </section>
  );
}

function Mode({ icon: Icon, word }: { icon: typeof IconLock; word: string }) {
  return (
    <Group gap={5} wrap="nowrap" px={2}>
      <Icon size={13} aria-hidden />
      {word}
    </Group>
  );
}

function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const { t } = useTranslation(['ticket', 'common']);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('composer.attach')} onClick={() => input.current?.click()}>
        <IconPaperclip size={18} stroke={1.7} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('composer.attach')}
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function SendMenu({ disabled, onSendAndClose }: { disabled: boolean; onSendAndClose: () => void }) {
  const { t } = useTranslation(['ticket', 'common']);
  const hold = useHold();
  return (
    <Menu position="top-end">
      <Menu.Target>
        <ActionIcon variant="filled" size={36} className={classes.more} aria-label={t('composer.more')}>
          <IconChevronDown size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={disabled} onClick={onSendAndClose} rightSection={<Keys keys="mod+Shift+Enter" />}>
          {t('composer.sendAndClose')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('composer.hold')}</Menu.Label>
        {HOLDS.map((seconds) => (
          <MenuChoice key={seconds} value={String(seconds)} chosen={seconds === hold} onChoose={() => setHold(seconds)}>
            {seconds === 0 ? t('composer.holdNone') : t('composer.holdSeconds', { count: seconds })}
          </MenuChoice>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Why the last reply or note was not sent; its text is in the field. */
function TroubleNote({ desk, onSendAnyway, onSend }: { desk: TicketDesk; onSendAnyway: () => void; onSend: () => void }) {
  const { t } = useTranslation(['ticket', 'common']);
  const { trouble } = useSyncExternalStore(desk.sender.watch, desk.sender.snapshot);
  const words = useWords();
  const alert = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (trouble) alert.current?.scrollIntoView({ block: 'nearest' });
  }, [trouble]);
  if (trouble === null) return null;
  const newer = trouble.newer.length > 0;
  return (
    <Alert
      ref={alert}
      classNames={{ title: classes.title }}
      role="alert"
      color={newer ? 'yellow' : 'red'}
      icon={<IconAlertTriangle />}
      title={t(newer ? 'newer.title' : 'trouble.title')}
      mb="xs"
      withCloseButton
      closeButtonLabel={t('act.dismiss')}
      onClose={() => desk.sender.dismiss()}
      className={classes.trouble}
    >
      {newer ? trouble.newer.map((one) => <NewerRow key={one.number} name={one.author.name} text={one.text} at={one.at} />) : <Text size="sm">{words(trouble.failure).text}</Text>}
      <Button size="compact-sm" mt="xs" variant="default" onClick={newer ? onSendAnyway : onSend}>
        {t(newer ? 'newer.anyway' : 'common:act.retry')}
      </Button>
    </Alert>
  );
}
