/** Plays of administrators and operators: the RPC, services, accounts, configuration, commands. */
@NullMarked
package dev.switchboard.e2e.admin;

import org.jspecify.annotations.NullMarked;
