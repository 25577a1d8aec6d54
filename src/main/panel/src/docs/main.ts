// The page /api/docs: Swagger UI over the server's own description. It is no part of the panel's
// first load, and asks no other host for anything.
import 'swagger-ui-dist/swagger-ui.css';
import './docs.css';
import SwaggerUI from 'swagger-ui-dist/swagger-ui-es-bundle.js';
import { dark } from './scheme';

document.documentElement.classList.toggle('dark-mode', dark());

const problem = document.getElementById(location.hash.slice(1))?.matches('#problems dt') ?? false;

SwaggerUI({
  domNode: document.getElementById('operations'),
  url: '/api/openapi.yaml',
  // Otherwise it asks validator.swagger.io.
  validatorUrl: null,
  // It would take the code of a problem for the name of an operation, and change the address.
  deepLinking: !problem,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  // An API key that was entered is forgotten with the page.
  persistAuthorization: false,
});
