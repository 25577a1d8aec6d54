package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.Dispatch;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/** The way to the {@link Dispatcher}, wherever it runs. Thread-safe. */
public final class ActorDispatch implements Dispatch {
  private final ActorRef<Dispatcher.Command> dispatcher;
  private final LongSupplier memory;

  /**
   * The way to this one.
   *
   * @param memory the number of its memory now, as far as it is known
   */
  public ActorDispatch(ActorRef<Dispatcher.Command> dispatcher, LongSupplier memory) {
    this.dispatcher = dispatcher;
    this.memory = memory;
  }

  @Override
  public long memory() {
    return memory.getAsLong();
  }

  @Override
  public void offer(Offer offer) {
    if (!offer.jobs().isEmpty()) {
      dispatcher.tell(new Dispatcher.Take(offer));
    }
  }

  @Override
  public void type(long channel) {
    dispatcher.tell(new Dispatcher.Type(channel));
  }
}
