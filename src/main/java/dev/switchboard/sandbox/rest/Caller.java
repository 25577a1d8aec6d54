package dev.switchboard.sandbox.rest;

import dev.switchboard.sandbox.world.Application;
import dev.switchboard.sandbox.world.User;
import java.util.Set;

/** Who makes a request. */
sealed interface Caller {
  /** A bot with its token. */
  record Bot(Application application) implements Caller {}

  /** A person through an OAuth2 access token, with what they agreed to. */
  record Person(User user, Application application, Set<String> scopes) implements Caller {}

  /** Nobody that we know. */
  record Nobody() implements Caller {}
}
