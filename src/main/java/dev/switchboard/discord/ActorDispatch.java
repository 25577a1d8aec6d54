package dev.switchboard.discord;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Job;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the {@link Dispatcher}, wherever it runs. Thread-safe. */
public final class ActorDispatch implements Dispatch {
  private final ActorRef<Dispatcher.Command> dispatcher;

  public ActorDispatch(ActorRef<Dispatcher.Command> dispatcher) {
    this.dispatcher = dispatcher;
  }

  @Override
  public void offer(List<Job> jobs) {
    if (!jobs.isEmpty()) {
      dispatcher.tell(new Dispatcher.Offer(List.copyOf(jobs)));
    }
  }

  @Override
  public void type(long channel) {
    dispatcher.tell(new Dispatcher.Type(channel));
  }
}
