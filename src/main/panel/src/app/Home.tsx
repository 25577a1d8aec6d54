import { Navigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { may, usePerson } from '../api/session';
import { Loading } from '../ui/Loading';
import { navigation } from './navigation';
import { NotFoundPage } from './NotFoundPage';

const DashboardPage = lazy(() => import('../pages/dashboard/DashboardPage'));

/** The start page: the dashboard, or the first page that the person may see. */
export function Home() {
  const person = usePerson();
  if (may(person, 'view_tickets')) {
    return (
      <Suspense fallback={<Loading />}>
        <DashboardPage />
      </Suspense>
    );
  }
  const first = navigation(person)[0]?.lines[0];
  return first ? <Navigate to={first.to} replace /> : <NotFoundPage />;
}
