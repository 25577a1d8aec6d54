/**
 * Local accounts: the product's own, for signing in by password and for the mail host. Their names,
 * credentials, blocks and quotas; what they have stored is counted and erased through a port.
 */
@NullMarked
package dev.switchboard.account;

import org.jspecify.annotations.NullMarked;
