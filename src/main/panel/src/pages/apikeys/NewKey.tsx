import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answered, api, type Schema } from '../../api/client';
import { Problem } from '../../api/problem';
import { ErrorNote } from '../../ui/ErrorNote';
import { focusFirstWrong } from '../../ui/focusFirst';
import { MadeKey } from './MadeKey';
import { expiry, type Field, included, KEY_PERMISSIONS, type KeyPermission, missing, TERMS, type Term, textOf, type Wanted } from './wanted';

interface Props {
  opened: boolean;
  onClose: () => void;
  onMade: () => void;
}

/** Makes a key, and shows it. */
export function NewKey({ opened, onClose, onMade }: Props) {
  const { t } = useTranslation(['apikeys', 'common']);
  const [made, setMade] = useState<Schema['KeyCreated'] | null>(null);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => setMade(null)}
      centered
      size="lg"
      // A key that is shown is not lost by a click beside it.
      closeOnClickOutside={made === null}
      closeOnEscape={made === null}
      withCloseButton={made === null}
      closeButtonProps={{ 'aria-label': t('common:act.close') }}
      title={made ? t('made.title', { name: made.name }) : t('form.title')}
    >
      {made ? (
        <MadeKey made={made} onDone={onClose} />
      ) : (
        <Form
          onCancel={onClose}
          onMade={(key) => {
            setMade(key);
            onMade();
          }}
        />
      )}
    </Modal>
  );
}

const FIELDS: readonly string[] = ['name', 'permissions', 'expires_at'];
const START: Wanted = { name: '', permissions: [], term: '90', day: '' };

function Form({ onCancel, onMade }: { onCancel: () => void; onMade: (key: Schema['KeyCreated']) => void }) {
  const { t } = useTranslation(['apikeys', 'common']);
  const form = useRef<HTMLFormElement>(null);
  const [wanted, setWanted] = useState(START);
  const [wrong, setWrong] = useState<readonly Field[]>([]);
  const make = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/apikeys', {
          body: {
            name: wanted.name.trim(),
            permissions: [...wanted.permissions],
            expires_at: expiry(wanted, Date.now()) ?? null,
          },
        }),
      ),
    onSuccess: onMade,
  });
  // After the inputs are shown as wrong.
  useEffect(() => {
    if (make.error) focusFirstWrong(form.current);
  }, [make.error]);
  const change = (part: Partial<Wanted>) => {
    setWanted({ ...wanted, ...part });
    setWrong([]);
    if (make.isError) make.reset();
  };
  const problem = make.error instanceof Problem ? make.error : null;
  const error = (field: Field) => (wrong.includes(field) ? t(`wrong.${field}`) : problem?.of(field));
  const elsewhere = make.error && !problem?.errors.some((one) => FIELDS.includes(one.field));
  const send = (event: FormEvent) => {
    event.preventDefault();
    const lacking = missing(wanted, Date.now());
    setWrong(lacking);
    if (lacking.length === 0) make.mutate();
    else focusFirstWrong(form.current);
  };
  return (
    <form ref={form} onSubmit={send} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('form.name')}
          description={t('form.nameAbout')}
          data-autofocus
          required
          maxLength={100}
          value={wanted.name}
          error={error('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Checkbox.Group
          label={t('form.permissions')}
          required
          value={[...wanted.permissions]}
          error={error('permissions')}
          onChange={(chosen) => change({ permissions: chosen as KeyPermission[] })}
        >
          <Stack gap="xs" mt="xs" mb={4}>
            {KEY_PERMISSIONS.map((one) => {
              const has = included(one, wanted.permissions);
              return (
                <Checkbox
                  key={one}
                  value={one}
                  label={t(`permission.${textOf(one)}`)}
                  description={has ? t('includedAlready') : t(`about.${textOf(one)}`)}
                  aria-invalid={error('permissions') !== undefined || undefined}
                />
              );
            })}
          </Stack>
        </Checkbox.Group>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <Select
            label={t('form.expires')}
            allowDeselect={false}
            data={TERMS.map((term) => ({ value: term, label: t(`form.term.${term}`) }))}
            value={wanted.term}
            error={wanted.term === 'date' ? undefined : error('expires_at')}
            onChange={(term) => change({ term: (term ?? START.term) as Term })}
          />
          {wanted.term === 'date' && (
            <TextInput
              type="date"
              label={t('form.day')}
              required
              value={wanted.day}
              error={error('expires_at')}
              onChange={(event) => change({ day: event.currentTarget.value })}
            />
          )}
        </Group>
        {elsewhere && <ErrorNote error={make.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common:act.cancel')}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {t('form.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
