package dev.switchboard.discord;

import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.model.Job;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was given. */
public final class FakeDispatch implements Dispatch {
  private final List<Job> offered = new CopyOnWriteArrayList<>();
  private final List<Long> typing = new CopyOnWriteArrayList<>();

  public List<Job> offered() {
    return List.copyOf(offered);
  }

  public List<Long> typing() {
    return List.copyOf(typing);
  }

  /** The texts of all lines. */
  public List<String> said() {
    return offered.stream()
        .filter(Job.Send.class::isInstance)
        .map(job -> ((Job.Send) job).draft().content())
        .toList();
  }

  @Override
  public long memory() {
    return 1;
  }

  @Override
  public void offer(Offer offer) {
    offered.addAll(offer.jobs());
  }

  @Override
  public void type(long channel) {
    typing.add(channel);
  }
}
