/**
 * A look-alike Discord on loopback: REST v10, gateway v10, attachments, OAuth2, and a control API
 * through which a test or a person acts as any member. It knows nothing of the product, which uses
 * only its URL. The control API is described in {@code project-docs/sandbox-control.md}.
 */
@NullMarked
package dev.switchboard.sandbox;

import org.jspecify.annotations.NullMarked;
