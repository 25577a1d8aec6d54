package dev.switchboard.discord.inbox;

import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.model.Arrival;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is handed over. */
public final class RecordedDeliveries implements Correspondents, StaffArrivals {
  public record Delivered(Arrival arrival, boolean gap) {}

  public final List<Delivered> members = new CopyOnWriteArrayList<>();
  public final List<StoredEvent> staff = new CopyOnWriteArrayList<>();
  final List<String> woken = new CopyOnWriteArrayList<>();

  /** The members' messages by their words, and all that is woken, as they came. */
  final List<String> order = new CopyOnWriteArrayList<>();

  public final List<Long> typing = new CopyOnWriteArrayList<>();

  public List<String> words() {
    return members.stream().map(delivered -> word(delivered.arrival())).toList();
  }

  private static String word(Arrival arrival) {
    return arrival instanceof Arrival.Wrote wrote ? wrote.content().text() : arrival.id().kind();
  }

  @Override
  public void deliver(Arrival arrival, boolean gap) {
    members.add(new Delivered(arrival, gap));
    order.add(word(arrival));
  }

  @Override
  public void wake(long user) {
    wake("member:" + user);
  }

  @Override
  public void typing(long user) {
    typing.add(user);
  }

  @Override
  public CompletionStage<List<Long>> tickets(long user) {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<OptionalLong> openTicket(long user) {
    return CompletableFuture.completedFuture(OptionalLong.empty());
  }

  @Override
  public void deliver(StoredEvent event) {
    staff.add(event);
  }

  @Override
  public void wake(String route) {
    woken.add(route);
    order.add("wake " + route);
  }
}
