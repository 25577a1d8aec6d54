package dev.switchboard.discord;

import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffUnknown;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordClock;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.dispatch.DispatcherShown;
import dev.switchboard.discord.dispatch.DispatcherStatus;
import dev.switchboard.discord.dispatch.NoncePrefix;
import dev.switchboard.discord.file.DiscordCopies;
import dev.switchboard.discord.file.Downloads;
import dev.switchboard.discord.gateway.GatewayMonitor;
import dev.switchboard.discord.gateway.GatewayStatus;
import dev.switchboard.discord.guild.NewTicketChannels;
import dev.switchboard.discord.guild.StoredStaffMembership;
import dev.switchboard.discord.inbox.DiscordInbox;
import dev.switchboard.discord.inbox.FencedDatabase;
import dev.switchboard.discord.inbox.HistoryReader;
import dev.switchboard.discord.inbox.InboxTable;
import dev.switchboard.discord.inbox.TicketChannels;
import dev.switchboard.lookup.HostLookup;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.text.DeskLanguages;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Contacts;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.PendingTickets;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.ticket.model.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.jdbi.v3.core.Handle;

/**
 * The interface of Discord for the rest of the product. Leader terms begin and end ({@link
 * DiscordLeader}); this object stays. In a cluster the leader may be another node. Without a
 * leader, offers are dropped, since their owners repeat them, and other requests fail, since their
 * callers try again.
 */
public final class DiscordSide implements AutoCloseable {
  private static final Answer NOBODY = new Answer.Unreachable(true, "nobody speaks to Discord now");

  /** A heartbeat of another node counts for this time. Heartbeats come twice a second. */
  private static final Duration HEARD_OF = Duration.ofSeconds(5);

  private final DiscordSettings settings;
  private final Stores stores;
  private final Product product;
  private final DiscordClock clock;
  private final HostLookup lookup;
  private final TicketChannels channels;
  private final DiscordInbox inbox;
  private final GatewayMonitor monitor = new GatewayMonitor();
  private final DispatcherShown dispatcher = DispatcherShown.idle();
  private final AtomicReference<Optional<DatabaseLease>> lease =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<LocalAccess>> reach =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Heard>> heard = new AtomicReference<>(Optional.empty());

  private record Heard(RemoteAccess speaker, long at) {}

  /**
   * The storage of events from Discord and of attached files.
   *
   * @param epoch the prefix of the nonces of this database's posts
   */
  public record Stores(Database database, FileStore files, NoncePrefix epoch) {}

  /**
   * The parts of the product that take events from Discord.
   *
   * @param pending wakes tickets with jobs under way, so that they offer these jobs
   * @param typing whether members and staff see each other type
   * @param status asked for the line that the bot's presence shows; empty for none
   */
  public record Product(
      Tickets tickets,
      Correspondents correspondents,
      Conversations conversations,
      Outcomes outcomes,
      Behavior<PendingTickets.Message> pending,
      boolean typing,
      Supplier<String> status,
      DeskLanguages languages) {}

  /**
   * @param clock Discord's time
   * @param lookup resolves host names before each new connection
   */
  public DiscordSide(
      DiscordSettings settings,
      Stores stores,
      Product product,
      DiscordClock clock,
      HostLookup lookup) {
    this.settings = settings;
    this.stores = stores;
    this.product = product;
    this.clock = clock;
    this.lookup = lookup;
    FencedDatabase fenced = new FencedDatabase(stores.database(), this::fence);
    channels = new TicketChannels(stores.database(), this::isNewChannelOfTicket);
    inbox =
        new DiscordInbox(
            fenced,
            new HistoryReader(fenced, this::ask, product.conversations(), settings, clock),
            clock,
            product.languages().words());
  }

  public Dispatch dispatch() {
    return new PresentDispatch();
  }

  /** Discord's time. */
  DiscordClock clock() {
    return clock;
  }

  /** The members' side of the inbox. */
  public Inbox inbox() {
    return new PresentInbox();
  }

  public TicketChannels channels() {
    return channels;
  }

  public Members members() {
    return user ->
        speaker()
            .map(present -> present.profile(user))
            .orElseGet(() -> CompletableFuture.completedStage(new Profile.Unknown()));
  }

  /** The bans of the community guild. */
  public Bans bans() {
    return (after, limit) ->
        speaker()
            .map(present -> present.bans(after, limit))
            .orElseGet(() -> CompletableFuture.completedStage(new Bans.Answer.Unreachable()));
  }

  /** How to write to members of the community guild. */
  public Contacts contacts() {
    return user ->
        speaker()
            .map(present -> present.contact(user))
            .orElseGet(() -> CompletableFuture.completedStage(new Contacts.Contact.Unknown()));
  }

  /** The members and roles of the staff guild. */
  public StaffMembership staff() {
    return new StoredStaffMembership(
        stores.database(), settings.place().staffGuild(), new PresentRoster());
  }

  public Copies copies(long limit) {
    return new DiscordCopies(
        this::message, stores.files(), limit, new Downloads(settings.access().apiUrl(), lookup));
  }

  /** The user of a DM channel, if it is known. Fails while the database is unavailable. */
  public CompletionStage<OptionalLong> memberOf(long channel) {
    return stores.database().query(handle -> InboxTable.memberOf(handle, channel));
  }

  /** The gateway connection of this process. */
  public GatewayStatus gatewayStatus() {
    return monitor.status();
  }

  /** The gateway connection of the leader, on this node or another one. */
  public GatewayStatus clusterStatus() {
    return reach.get().isPresent()
        ? monitor.status()
        : distant().map(other -> other.notice().gateway()).orElseGet(monitor::status);
  }

  /** The number of guilds that the bot serves and is in, as the leader knows it: 0 to 2. */
  public int clusterGuilds() {
    return reach
        .get()
        .map(LocalAccess::guilds)
        .or(() -> distant().map(other -> other.notice().guilds()))
        .orElse(0);
  }

  public DispatcherStatus dispatcherStatus() {
    return dispatcher.status().get();
  }

  /** Problems on Discord that a person has to solve; empty unless this process is the leader. */
  public List<String> alarms() {
    return onDuty() ? dispatcherStatus().withholding().alarms() : List.of();
  }

  /** The number of unfinished jobs of the leader's dispatcher, on this node or another one. */
  public int clusterWaiting() {
    Optional<RemoteAccess> other =
        reach.get().isPresent() ? Optional.<RemoteAccess>empty() : distant();
    return other
        .map(one -> one.notice().waiting())
        .orElseGet(() -> dispatcherStatus().waiting().total());
  }

  /** The used part of this second's requests, from 0 to 1; 0 unless this is the leader. */
  public double budgetUsed() {
    return reach.get().map(present -> present.paced().budgetUsed()).orElse(0.0);
  }

  /** Whether this process is the leader and may speak to Discord now. */
  public boolean onDuty() {
    return reach.get().filter(present -> present.lease().isHeld()).isPresent();
  }

  /** Gives the lease back, so that another process may take over. */
  @Override
  public void close() {
    lease.get().ifPresent(DatabaseLease::close);
  }

  // ---- for the leader and its terms

  DiscordSettings settings() {
    return settings;
  }

  HostLookup lookup() {
    return lookup;
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

  DiscordInbox stored() {
    return inbox;
  }

  /** Of two nodes that claim to lead, the one with the higher epoch counts. */
  void hears(RemoteAccess other) {
    heard.updateAndGet(before ->
        before
            .filter(former -> former.speaker().notice().epoch() > other.notice().epoch())
            .or(() -> Optional.of(new Heard(other, System.nanoTime()))));
  }

  void holds(DatabaseLease held) {
    lease.set(Optional.of(held));
  }

  /** Nothing speaks to Discord, because an administrator stopped the bot. */
  void rests() {
    monitor.phase(GatewayStatus.Phase.STOPPED, "stopped by an administrator");
  }

  void interrupted(String why) {
    monitor.phase(GatewayStatus.Phase.WAITING, why);
  }

  void reaches(LocalAccess present) {
    reach.set(Optional.of(present));
  }

  void leaves(LocalAccess former) {
    reach.updateAndGet(present -> present.filter(other -> !other.equals(former)));
  }

  private Optional<RemoteAccess> distant() {
    return heard
        .get()
        .filter(other -> System.nanoTime() - other.at() < HEARD_OF.toNanos())
        .map(Heard::speaker);
  }

  private Optional<DiscordAccess> speaker() {
    return reach.get().<DiscordAccess>map(here -> here).or(this::distant);
  }

  private CompletionStage<Answer> message(long channel, long message) {
    return speaker()
        .map(present -> present.message(channel, message))
        .orElseGet(() -> CompletableFuture.completedStage(NOBODY));
  }

  private CompletionStage<Answer> ask(Call question) {
    return reach
        .get()
        .map(present -> present.ask(question))
        .orElseGet(() -> CompletableFuture.completedStage(NOBODY));
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
      return speaker().map(present -> present.dispatch().memory()).orElse(NO_MEMORY);
    }

    @Override
    public void offer(Offer offer) {
      speaker().ifPresent(present -> present.dispatch().offer(offer));
    }

    @Override
    public void type(long channel) {
      speaker().ifPresent(present -> present.dispatch().type(channel));
    }
  }

  private final class PresentRoster implements StoredStaffMembership.Roster {
    @Override
    public CompletionStage<Optional<Member>> member(long user) {
      return speaker().map(present -> present.member(user)).orElseGet(PresentRoster::nobody);
    }

    @Override
    public CompletionStage<List<Member>> members(long after, int limit) {
      return speaker()
          .map(present -> present.members(after, limit))
          .orElseGet(PresentRoster::nobody);
    }

    private static <T> CompletionStage<T> nobody() {
      return CompletableFuture.failedStage(new StaffUnknown("nobody speaks to Discord now"));
    }
  }

  private final class PresentInbox implements Inbox {
    @Override
    public CompletionStage<Waiting> waiting(long user) {
      return inbox.waiting(user);
    }

    @Override
    public CompletionStage<Filled> fill(long user) {
      return speaker()
          .map(present -> present.fill(user))
          .orElseGet(() ->
              CompletableFuture.failedStage(
                  new StorageUnavailable("nobody speaks to Discord now")));
    }

    @Override
    public CompletionStage<Void> acknowledge(Arrival.Id id) {
      return inbox.acknowledge(id);
    }
  }
}
