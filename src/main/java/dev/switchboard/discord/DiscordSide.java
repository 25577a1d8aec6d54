package dev.switchboard.discord;

import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Job;
import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.PendingTickets;
import dev.switchboard.ticket.Profile;
import dev.switchboard.ticket.Tickets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.Behavior;
import org.jdbi.v3.core.Handle;

/**
 * What the rest of the product has of Discord. Who speaks to Discord comes and goes ({@link
 * DiscordDuty}); this stays. What it is asked while nobody does is dropped where owners offer
 * again, and fails where they try again.
 *
 * <p>Thread-safe.
 */
public final class DiscordSide implements AutoCloseable {
  /** How long a question waits for its turn; who needs the answer asks again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DiscordSettings settings;
  private final Stores stores;
  private final Product product;
  private final DiscordClock clock;
  private final TicketChannels channels;
  private final DiscordInbox inbox;
  private final GatewayMonitor monitor = new GatewayMonitor();
  private final DispatcherShown dispatcher = DispatcherShown.idle();
  private final AtomicReference<Optional<DatabaseLease>> lease =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Reach>> reach = new AtomicReference<>(Optional.empty());

  /** Where what Discord tells us, and what people attach, is kept. */
  public record Stores(Database database, FileStore files) {}

  /**
   * Whom what comes in concerns.
   *
   * @param pending wakes what has jobs under way, so that they are offered
   * @param typing whether members and staff see each other type
   */
  public record Product(
      Tickets tickets,
      Correspondents correspondents,
      Conversations conversations,
      Outcomes outcomes,
      Behavior<PendingTickets.Message> pending,
      boolean typing) {}

  public DiscordSide(DiscordSettings settings, Stores stores, Product product, DiscordClock clock) {
    this.settings = settings;
    this.stores = stores;
    this.product = product;
    this.clock = clock;
    FencedDatabase fenced = new FencedDatabase(stores.database(), this::fence);
    channels = new TicketChannels(stores.database(), this::isNewChannelOfTicket);
    inbox =
        new DiscordInbox(
            fenced,
            new ChannelHistory(fenced, this::ask, product.conversations(), settings, clock),
            clock);
  }

  public Dispatch dispatch() {
    return new PresentDispatch();
  }

  /** Discord's time. */
  DiscordClock clock() {
    return clock;
  }

  public DiscordInbox inbox() {
    return inbox;
  }

  public TicketChannels channels() {
    return channels;
  }

  public Members members() {
    return user ->
        reach
            .get()
            .map(present ->
                new DiscordMembers(
                        present.paced(), present.directory(), settings.place().communityGuild())
                    .profile(user))
            .orElseGet(() -> CompletableFuture.completedStage(new Profile.Unknown()));
  }

  public Copies copies(long limit) {
    return new DiscordCopies(settings.access(), this::ask, stores.files(), limit);
  }

  public GatewayStatus gatewayStatus() {
    return monitor.status();
  }

  public DispatcherStatus dispatcherStatus() {
    return dispatcher.status().get();
  }

  /** How much of the bot's requests for this second is used, from 0 to 1. */
  public double budgetUsed() {
    return reach.get().map(present -> present.paced().budgetUsed()).orElse(0.0);
  }

  /** Whether this process may speak to Discord now. */
  public boolean onDuty() {
    return reach.get().filter(present -> present.lease().isHeld()).isPresent();
  }

  /** Gives the lease back, so that another process may take over. */
  @Override
  public void close() {
    lease.get().ifPresent(DatabaseLease::close);
  }

  // ---- for the duty and its terms

  DiscordSettings settings() {
    return settings;
  }

  Stores stores() {
    return stores;
  }

  Product product() {
    return product;
  }

  GatewayMonitor monitor() {
    return monitor;
  }

  DispatcherShown dispatcher() {
    return dispatcher;
  }

  void holds(DatabaseLease held) {
    lease.set(Optional.of(held));
  }

  void interrupted(String why) {
    monitor.phase(GatewayStatus.Phase.WAITING, why);
  }

  void reaches(Reach present) {
    reach.set(Optional.of(present));
  }

  void leaves(Reach former) {
    reach.updateAndGet(present -> present.filter(other -> !other.equals(former)));
  }

  private CompletionStage<Answer> ask(Call question) {
    return reach
        .get()
        .map(present -> present.paced().exchange(question, PATIENCE))
        .orElseGet(() ->
            CompletableFuture.completedStage(
                new Answer.Unreachable(true, "this process does not speak to Discord now")));
  }

  private boolean isNewChannelOfTicket(long channel) {
    return reach
        .get()
        .filter(present ->
            new NewTicketChannels(present.directory(), settings.place(), clock).test(channel))
        .isPresent();
  }

  private void fence(Handle transaction) {
    reach
        .get()
        .orElseThrow(() -> new StorageUnavailable("this process does not hold the lease now"))
        .lease()
        .fence(transaction);
  }

  private final class PresentDispatch implements Dispatch {
    @Override
    public long memory() {
      return dispatcher.memory().get();
    }

    @Override
    public void offer(long memory, List<Job> jobs) {
      reach.get().ifPresent(present -> present.dispatch().offer(memory, jobs));
    }

    @Override
    public void type(long channel) {
      reach.get().ifPresent(present -> present.dispatch().type(channel));
    }
  }
}
