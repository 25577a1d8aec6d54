import { ActionIcon, Button, Group, Menu, Modal, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconChevronDown, IconPlus, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListSearch, listSearch } from './listSearch';
import { LONGEST_NAME, readViews, type View, withoutView, withView } from './views';

interface Props {
  /** Whose views they are. */
  person: string;
  search: ListSearch;
  onError: (failure: unknown) => void;
}

const USUAL = [
  { name: 'waiting', search: {} },
  { name: 'urgent', search: { priority: 'urgent' } },
  { name: 'staff', search: { awaiting: 'staff' } },
  { name: 'unread', search: { unread: true } },
  { name: 'closed', search: { status: 'closed' } },
] as const satisfies readonly { name: string; search: ListSearch }[];

const keptAt = (person: string) => `switchboard-views-${person}`;

function kept(person: string): View[] {
  try {
    return readViews(localStorage.getItem(keptAt(person)));
  } catch {
    return [];
  }
}

const addressOf = ({ row: _, ...search }: ListSearch) =>
  new URLSearchParams(Object.entries(search).map(([name, value]) => [name, String(value)])).toString();

const searchOf = (view: View) => listSearch(Object.fromEntries(new URLSearchParams(view.search)));

/** Lists with a name: the usual ones, and those that the person keeps in this browser. */
export function Views({ person, search, onError }: Props) {
  const { t } = useTranslation('tickets');
  const navigate = useNavigate({ from: '/tickets' });
  const [views, setViews] = useState(() => kept(person));
  const [naming, { open, close }] = useDisclosure();
  const keep = (next: View[]) => {
    try {
      localStorage.setItem(keptAt(person), JSON.stringify(next));
      setViews(next);
    } catch (failure) {
      onError(failure);
    }
  };
  const go = (to: ListSearch) => void navigate({ search: to });
  const here = addressOf(search);
  const current = views.find((view) => view.search === here)?.name;
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconBookmark size={16} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
          >
            {current ?? t('views.title')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {USUAL.map((view) => (
            <Menu.Item key={view.name} onClick={() => go(view.search)}>
              {t(`views.${view.name}`)}
            </Menu.Item>
          ))}
          {views.length > 0 && <Menu.Divider />}
          {views.map((view) => (
            <Group key={view.name} gap={0} wrap="nowrap">
              <Menu.Item onClick={() => go(searchOf(view))}>
                <bdi>{view.name}</bdi>
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t('views.delete', { name: view.name })}
                onClick={() => keep(withoutView(views, view.name))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={15} aria-hidden />} onClick={open}>
            {t('views.save')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={naming} onClose={close} title={t('views.save')} centered>
        <NameForm
          onName={(name) => {
            keep(withView(views, { name, search: here }));
            close();
          }}
        />
      </Modal>
    </>
  );
}

function NameForm({ onName }: { onName: (name: string) => void }) {
  const { t } = useTranslation('tickets');
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) onName(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        data-autofocus
        label={t('views.name')}
        description={t('views.kept')}
        maxLength={LONGEST_NAME}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" mt="md" fullWidth disabled={!name.trim()}>
        {t('views.keep')}
      </Button>
    </form>
  );
}
