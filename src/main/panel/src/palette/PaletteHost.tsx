import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { may, type Person } from '../api/session';
import { navigation } from '../app/navigation';
import { useKeys } from '../keys';

const Palette = lazy(() => import('./Palette'));

/** Opens the palette, and makes the keys that lead to pages do so; once, in the shell. */
export function PaletteHost({ person }: { person: Person }) {
  const navigate = useNavigate();
  // Counts how often it was asked for: the first time fetches it.
  const [asked, setAsked] = useState(0);
  const paths = navigation(person).flatMap((group) => group.lines.map((line) => line.to as string));
  const go = (...wanted: string[]) => {
    const path = wanted.find((one) => paths.includes(one));
    return path === undefined ? undefined : () => void navigate({ to: path });
  };
  useKeys({
    palette: () => setAsked((before) => before + 1),
    search: may(person, 'view_tickets') ? () => void navigate({ to: '/search' }) : undefined,
    goDashboard: go('/'),
    goTickets: go('/tickets'),
    goStatistics: go('/'),
    goConfiguration: go('/settings'),
  });
  return asked === 0 ? null : (
    <Suspense>
      <Palette person={person} asked={asked} />
    </Suspense>
  );
}
