import { Button, Checkbox, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isKey } from '../../keys';
import { ErrorNote } from '../../ui/ErrorNote';
import { closeTicket } from './api';

const LONGEST_REASON = 512;

/** What follows when the ticket is closed. */
export type AfterClose = 'stay' | 'next';

interface Props {
  ticket: string;
  member: string;
  /** Null while the dialogue is not shown. */
  then: AfterClose | null;
  /** Whether a text waits in the field. */
  hasDraft: boolean;
  onCancel: () => void;
  onClosed: (then: AfterClose) => void;
}

/** Asks for the reason, and closes the ticket when the server says so. */
export function CloseDialog({ ticket, member, then, hasDraft, onCancel, onClosed }: Props) {
  const { t } = useTranslation(['ticket', 'common']);
  const [reason, setReason] = useState('');
  const [silent, setSilent] = useState(false);
  const [closing, setClosing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const close = async (after: AfterClose) => {
    if (closing) return;
    setClosing(true);
    setFailure(null);
    try {
      await closeTicket(ticket, reason, silent);
      setReason('');
      setSilent(false);
      onClosed(after);
    } catch (problem) {
      setFailure(problem);
    } finally {
      setClosing(false);
    }
  };
  return (
    <Modal opened={then !== null} onClose={onCancel} title={t('close.title', { name: member })} closeButtonProps={{ 'aria-label': t('common:act.cancel') }} centered>
      <Stack gap="sm">
        <Textarea
          label={t('close.reason')}
          description={t(silent ? 'close.reasonSilent' : 'close.reasonTold')}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={LONGEST_REASON}
          dir="auto"
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!isKey(event.nativeEvent, 'send')) return;
            event.preventDefault();
            void close(then ?? 'stay');
          }}
        />
        <Checkbox label={t('close.silent')} checked={silent} onChange={(event) => setSilent(event.currentTarget.checked)} />
        {hasDraft && (
          <Text size="sm" role="note">
            {t('close.draft')}
          </Text>
        )}
        {failure != null && <ErrorNote error={failure} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onCancel}>
            {t('common:act.cancel')}
          </Button>
          <Button variant={then === 'next' ? 'default' : 'filled'} loading={closing && then !== 'next'} disabled={closing} onClick={() => void close('stay')}>
            {t('close.now')}
          </Button>
          <Button variant={then === 'next' ? 'filled' : 'default'} loading={closing && then === 'next'} disabled={closing} onClick={() => void close('next')}>
            {t('close.andNext')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
