import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createWebhook } from './api';
import { Secret } from './Secret';
import { START } from './wanted';
import { WebhookForm } from './WebhookForm';

interface Props {
  opened: boolean;
  onClose: () => void;
  onMade: () => void;
}

/** Makes a webhook, and shows its secret. */
export function NewWebhook({ opened, onClose, onMade }: Props) {
  const { t } = useTranslation(['webhooks', 'common']);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setSecret(null)}
      centered
      size="lg"
      // A secret that is shown is not lost by a click beside it.
      closeOnClickOutside={secret === null}
      closeOnEscape={secret === null}
      withCloseButton={secret === null}
      closeButtonProps={{ 'aria-label': t('common:act.close') }}
      title={t(secret === null ? 'form.title' : 'secret.made')}
    >
      {secret !== null ? (
        <Secret secret={secret} onDone={onClose} />
      ) : (
        <WebhookForm
          start={START}
          act={t('form.create')}
          send={createWebhook}
          onCancel={onClose}
          onSent={(made) => {
            setSecret(made.secret);
            onMade();
          }}
        />
      )}
    </Modal>
  );
}
