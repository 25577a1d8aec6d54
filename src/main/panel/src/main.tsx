// In a layer, so that the panel's own styles win in whatever order the chunks come.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import './app/nonce';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from './app/Providers';
import { router } from './app/router';
import { startLanguage } from './i18n';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no root');
const language = await startLanguage();
createRoot(root).render(
  <StrictMode>
    <Providers direction={language.direction}>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
);
