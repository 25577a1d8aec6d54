package dev.switchboard.discord.gateway;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Tells the actors what one connection reads.
 *
 * @param connection its number
 * @param visible what an event changes of the channels that the bot sees, right after the event was
 *     shown to the listener
 * @param begun run when the session goes on or a new one began
 * @param lost told when Discord wants the connection to end
 */
record ConnectionOutlet(
    long connection,
    ActorRef<FrameIntake.Message> intake,
    Function<Frame, Optional<VisibleChannels>> visible,
    Runnable begun,
    Consumer<Disconnect> lost,
    GatewayMonitor monitor)
    implements FrameReader.Outlet {
  @Override
  public void event(Frame frame) {
    intake.tell(
        new FrameIntake.Received(
            connection, new FrameIntake.Item.Read(frame, visible.apply(frame))));
  }

  @Override
  public void undecodable(String text, String error) {
    intake.tell(
        new FrameIntake.Received(connection, new FrameIntake.Item.Undecodable(text, error)));
  }

  @Override
  public void established() {
    begun.run();
  }

  @Override
  public void reconnect() {
    lost.accept(new Disconnect.Asked());
  }

  @Override
  public void invalidSession(boolean resumable) {
    lost.accept(new Disconnect.Invalid(resumable));
  }

  @Override
  public int committed(String session) {
    return monitor.committedOf(session);
  }
}
