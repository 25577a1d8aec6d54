package dev.switchboard.sandbox.rest;

import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.User;
import java.util.Set;

/** Who makes a request. */
sealed interface RestCaller {
  /** A bot with its token. */
  record Bot(Application application) implements RestCaller {}

  /** A person through an OAuth2 access token, with what they agreed to. */
  record Person(User user, Application application, Set<String> scopes) implements RestCaller {}

  /** Nobody that we know. */
  record Nobody() implements RestCaller {}
}
