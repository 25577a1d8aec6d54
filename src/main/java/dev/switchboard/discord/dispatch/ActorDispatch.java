package dev.switchboard.discord.dispatch;

import dev.switchboard.ticket.Dispatch;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/** Sends offers to the {@link Dispatcher}, on this node or another one. Thread-safe. */
public final class ActorDispatch implements Dispatch {
  private final ActorRef<Dispatcher.Command> dispatcher;
  private final LongSupplier memory;

  /**
   * Creates the connection to a dispatcher.
   *
   * @param memory the dispatcher's present memory number, as far as it is known
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
