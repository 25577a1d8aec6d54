package dev.switchboard.discord.gateway;

import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The gateway's side of the intake: what the link and its connections tell the actor that takes
 * frames, and what it answers.
 */
public final class FrameIntake {
  private FrameIntake() {}

  /** What the intake is told. */
  public sealed interface Message {}

  /** A new connection is to be made: from where? Frames of earlier connections are at an end. */
  public record Begin(long connection, ActorRef<Report> replyTo) implements Message {}

  /** A frame was read on a connection. */
  public record Received(long connection, Item entry) implements Message {}

  /** Answers once everything received is committed. */
  public record Drain(ActorRef<Done> replyTo) implements Message {}

  /** What the intake tells itself. */
  public non-sealed interface Internal extends Message {}

  /** What a connection is told. */
  public sealed interface Report {
    /** Everything up to here is committed; resume from here. */
    record Point(long connection, Session session) implements Report {}

    /** More is unwritten than is kept: the connection is to be dropped, and resumed later. */
    record TooMuch(long connection) implements Report {}
  }

  /** Something that came over the gateway and has to be taken. */
  public sealed interface Item {
    /**
     * An event.
     *
     * @param visible the channels that the bot sees from here on, where the event may change that
     */
    record Read(Frame frame, Optional<VisibleChannels> visible) implements Item {
      public Read(Frame frame) {
        this(frame, Optional.empty());
      }
    }

    /** A frame that is no JSON: it has no sequence that could be read. */
    record Undecodable(String text, String error) implements Item {}
  }
}
