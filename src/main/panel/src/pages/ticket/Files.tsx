import { Text } from '@mantine/core';
import { IconClock, IconDownload, IconFile, IconFileOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Message } from './conversation';
import classes from './Conversation.module.css';
import { isImage, sizeInWords } from './words';

// Our own server alone, whatever an answer says.
const OURS = /^\/(files|api)\/[^/\\]/;

/** The files of a message: images in the page, all else to be saved. */
export function Files({ files }: { files: Message['files'] }) {
  const { t, i18n } = useTranslation('ticket');
  return (
    <ul className={classes.files} aria-label={t('files.label')}>
      {files.map((file, at) => {
        const size = sizeInWords(file.size, i18n.language);
        const url = file.url !== null && OURS.test(file.url) ? file.url : null;
        const key = `${at} ${file.name}`;
        if (url !== null && isImage(file.name)) {
          return (
            <li key={key}>
              <a href={url} target="_blank" rel="noopener noreferrer" title={`${file.name}, ${size}`}>
                <img src={url} alt={t('files.image', { name: file.name })} loading="lazy" className={classes.image} />
              </a>
            </li>
          );
        }
        return (
          <li key={key} className={classes.file}>
            {url ? <IconFile size={18} stroke={1.5} aria-hidden /> : file.state === 'lost' ? <IconFileOff size={18} stroke={1.5} aria-hidden /> : <IconClock size={18} stroke={1.5} aria-hidden />}
            <span className={classes.fileWords}>
              {url ? (
                <a href={url} download={file.name} className={classes.link}>
                  <bdi>{file.name}</bdi> <IconDownload size={13} aria-hidden />
                </a>
              ) : (
                <bdi>{file.name}</bdi>
              )}
              <Text size="xs" component="span">
                {size}
                {!url && ` · ${file.state === 'lost' ? t('files.lost', { reason: file.lost_because ?? '' }) : t('files.waiting')}`}
              </Text>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
