import { ActionIcon, Button, Group, Menu, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDots, IconEdit, IconPlayerPause, IconPlayerPlay, IconRefresh, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConfirm } from '../../ui/useConfirm';
import { useToast } from '../../ui/useToast';
import { changeWebhook, deleteWebhook, rotateSecret, testWebhook, type Webhook, WEBHOOKS } from './api';
import { RotatedSecret } from './Secret';
import { wantedOf } from './wanted';
import { WebhookForm } from './WebhookForm';

type Act = 'on' | 'off' | 'test' | 'delete';

const ICON = { size: 16, stroke: 1.7 } as const;

function carryOut(id: string, act: Act): Promise<unknown> {
  switch (act) {
    case 'on':
      return changeWebhook(id, { enabled: true });
    case 'off':
      return changeWebhook(id, { enabled: false });
    case 'test':
      return testWebhook(id);
    case 'delete':
      return deleteWebhook(id);
  }
}

/** What can be done with a webhook. */
export function Acts({ of: webhook }: { of: Webhook }) {
  const { t } = useTranslation('webhooks');
  const queries = useQueryClient();
  const toast = useToast();
  const confirm = useConfirm();
  const [changing, { open, close }] = useDisclosure();
  const [secret, setSecret] = useState<string | null>(null);
  const { id, url } = webhook;
  const known = () => queries.invalidateQueries({ queryKey: WEBHOOKS });
  const act = useMutation({
    mutationFn: (word: Act) => carryOut(id, word),
    onSuccess: (_, word) => toast.done(t(`done.${word}`)),
    onError: toast.failed,
    onSettled: known,
  });
  const rotate = useMutation({ mutationFn: () => rotateSecret(id), onSuccess: setSecret, onError: toast.failed, onSettled: known });
  const ask = (word: 'off' | 'rotate' | 'delete', onConfirm: () => void) =>
    confirm({
      title: t(`confirm.${word}`),
      text: t(`confirm.${word}Text`, { url }),
      act: t(`act.${word}`),
      danger: word === 'delete',
      onConfirm,
    });
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button
        size="compact-sm"
        variant="default"
        aria-label={t('act.deliveriesOf', { url })}
        renderRoot={(props) => <Link {...props} to="/webhooks/$id" params={{ id }} />}
      >
        {t('act.deliveries')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('act.more', { url })}
            loading={act.isPending || rotate.isPending}
          >
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEdit {...ICON} />} onClick={open}>
            {t('act.change')}
          </Menu.Item>
          {webhook.state === 'on' ? (
            <Menu.Item leftSection={<IconPlayerPause {...ICON} />} onClick={() => ask('off', () => act.mutate('off'))}>
              {t('act.off')}
            </Menu.Item>
          ) : (
            <Menu.Item leftSection={<IconPlayerPlay {...ICON} />} onClick={() => act.mutate('on')}>
              {t('act.on')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconSend {...ICON} />} onClick={() => act.mutate('test')}>
            {t('act.test')}
          </Menu.Item>
          <Menu.Item leftSection={<IconRefresh {...ICON} />} onClick={() => ask('rotate', () => rotate.mutate())}>
            {t('act.rotate')}
          </Menu.Item>
          <Menu.Item
            color="red"
            leftSection={<IconTrash {...ICON} />}
            onClick={() => ask('delete', () => act.mutate('delete'))}
          >
            {t('act.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Change webhook={webhook} opened={changing} onClose={close} onChanged={() => void known()} />
      <RotatedSecret secret={secret} onDone={() => setSecret(null)} />
    </Group>
  );
}

interface ChangeProps {
  webhook: Webhook;
  opened: boolean;
  onClose: () => void;
  onChanged: () => void;
}

function Change({ webhook, opened, onClose, onChanged }: ChangeProps) {
  const { t } = useTranslation(['webhooks', 'common']);
  const toast = useToast();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:act.close') }}
      title={t('form.change')}
    >
      <WebhookForm
        start={wantedOf(webhook)}
        act={t('form.save')}
        send={(body) => changeWebhook(webhook.id, body)}
        onCancel={onClose}
        onSent={() => {
          toast.done(t('done.change'));
          onClose();
          onChanged();
        }}
      />
    </Modal>
  );
}
