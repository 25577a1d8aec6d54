package dev.switchboard.sandbox.rest;

import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.User;
import java.util.Set;

/** The caller of a request. */
sealed interface RestCaller {
  /** A bot with its token. */
  record Bot(Application application) implements RestCaller {}

  /** A person with an OAuth2 access token and the scopes of their consent. */
  record Person(User user, Application application, Set<String> scopes) implements RestCaller {}

  /** An unknown caller. */
  record Nobody() implements RestCaller {}
}
