/** The REST API of the sandbox, as Discord's: routes, rate limits, OAuth2, faults. */
@NullMarked
package dev.switchboard.sandbox.rest;

import org.jspecify.annotations.NullMarked;
