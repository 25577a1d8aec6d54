package dev.switchboard.discord.gateway;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Sends the events of one connection to the actors.
 *
 * @param connection the number of the connection
 * @param visible the channels that the bot sees, if an event may have changed them; called after
 *     the listener got the event
 * @param begun run when the session was resumed or a new one began
 * @param lost called when Discord ends the connection
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
