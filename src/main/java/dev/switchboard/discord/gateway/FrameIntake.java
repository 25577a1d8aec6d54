package dev.switchboard.discord.gateway;

import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** The messages between the gateway link with its connections and the intake actor. */
public final class FrameIntake {
  private FrameIntake() {}

  /** A message to the intake. */
  public sealed interface Message {}

  /** Asks for the session before a new connection. Frames of earlier connections end here. */
  public record Begin(long connection, ActorRef<Report> replyTo) implements Message {}

  /** A frame was read on a connection. */
  public record Received(long connection, Item entry) implements Message {}

  /** Answers when everything received is committed. */
  public record Drain(ActorRef<Done> replyTo) implements Message {}

  /** A message of the intake to itself. */
  public non-sealed interface Internal extends Message {}

  /** An answer to a connection. */
  public sealed interface Report {
    /** The committed session, to be resumed from here. */
    record Point(long connection, Session session) implements Report {}

    /** Too many frames wait in memory: the connection has to be dropped and resumed later. */
    record TooMuch(long connection) implements Report {}
  }

  /** An item from the gateway. */
  public sealed interface Item {
    /**
     * An event.
     *
     * @param visible the channels that the bot sees from here on, if the event may change them
     */
    record Read(Frame frame, Optional<VisibleChannels> visible) implements Item {
      public Read(Frame frame) {
        this(frame, Optional.empty());
      }
    }

    /** A frame that is not valid JSON and so has no readable sequence number. */
    record Undecodable(String text, String error) implements Item {}
  }
}
