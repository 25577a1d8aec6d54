package dev.switchboard.entity;

import dev.switchboard.entity.Kind.Request;
import org.apache.pekko.actor.typed.ActorRef;

/** A message to the actor of an entity. */
sealed interface EntityMessage {
  /** A request and the receiver of its reply. */
  record Ask<S, R>(Request<S, R> request, ActorRef<R> replyTo) implements EntityMessage {}

  /** Passivation; no reply. */
  record Stop() implements EntityMessage {}
}
