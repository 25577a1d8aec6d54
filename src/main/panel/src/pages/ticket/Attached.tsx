import { ActionIcon, Progress, Text } from '@mantine/core';
import { IconFile, IconX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../../ui/useWords';
import classes from './Composer.module.css';
import type { TicketDesk } from './desk';
import { sizeInWords } from './words';

/** The files of the reply that is being written. */
export function Attached({ desk }: { desk: TicketDesk }) {
  const { t } = useTranslation('ticket');
  const uploads = useSyncExternalStore(desk.uploads.watch, desk.uploads.snapshot);
  const box = desk.drafts.reply;
  const { files } = useSyncExternalStore(box.watch, box.snapshot);
  const going = uploads.filter((one) => one.id === null);
  if (files.length === 0 && going.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t('files.attached')}>
      {files.map((id) => {
        const known = desk.uploads.known(id);
        return (
          <File
            key={id}
            name={known?.name ?? t('files.elsewhere')}
            size={known?.size}
            preview={known?.preview ?? null}
            progress={null}
            failure={null}
            onRemove={() => {
              box.edit({ files: files.filter((one) => one !== id) });
              if (known) desk.uploads.remove(known.key);
            }}
          />
        );
      })}
      {going.map((one) => (
        <File key={`going ${one.key}`} name={one.name} size={one.size} preview={one.preview} progress={one.progress} failure={one.failure} onRemove={() => desk.uploads.remove(one.key)} />
      ))}
    </ul>
  );
}

interface Props {
  name: string;
  size: number | undefined;
  preview: string | null;
  progress: number | null;
  failure: unknown;
  onRemove: () => void;
}

function File({ name, size, preview, progress, failure, onRemove }: Props) {
  const { t, i18n } = useTranslation('ticket');
  const words = useWords();
  return (
    <li className={classes.file} data-failed={failure ? true : undefined}>
      {preview ? <img src={preview} alt="" className={classes.preview} /> : <IconFile size={18} stroke={1.5} aria-hidden />}
      <span className={classes.fileWords}>
        <Text size="xs" fw={600} truncate>
          <bdi>{name}</bdi>
        </Text>
        {failure ? (
          <Text size="xs" role="alert">
            {words(failure).text}
          </Text>
        ) : progress === null ? (
          size !== undefined && <Text size="xs">{sizeInWords(size, i18n.language)}</Text>
        ) : (
          <Progress value={progress * 100} size="xs" aria-label={t('files.progress', { name })} />
        )}
      </span>
      <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('files.remove', { name })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </li>
  );
}
