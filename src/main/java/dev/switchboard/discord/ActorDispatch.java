package dev.switchboard.discord;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Job;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the {@link Dispatcher}, wherever it runs. Thread-safe. */
public final class ActorDispatch implements Dispatch {
  private final ActorRef<Dispatcher.Command> dispatcher;
  private final DispatcherShown shown;

  /**
   * The way to this one.
   *
   * @param shown what it shows of itself
   */
  public ActorDispatch(ActorRef<Dispatcher.Command> dispatcher, DispatcherShown shown) {
    this.dispatcher = dispatcher;
    this.shown = shown;
  }

  @Override
  public long memory() {
    return shown.memory().get();
  }

  @Override
  public void offer(long memory, List<Job> jobs) {
    if (!jobs.isEmpty()) {
      dispatcher.tell(new Dispatcher.Offer(memory, List.copyOf(jobs)));
    }
  }

  @Override
  public void type(long channel) {
    dispatcher.tell(new Dispatcher.Type(channel));
  }
}
