package dev.switchboard.discord;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.FileStore;
import dev.switchboard.ticket.Channels;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.Dispatch;
import dev.switchboard.ticket.Inbox;
import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.Outcomes;
import dev.switchboard.ticket.Tickets;
import discord4j.common.util.TokenUtil;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * All that speaks to Discord, wired together: what goes out from the start, what comes in once the
 * checks are passed. One for each bot.
 *
 * <p>Made and connected by one actor; everything else may be asked from anywhere.
 */
public final class DiscordSide {
  private static final Duration STOP = Duration.ofSeconds(6);

  /** How long a page of history waits for its turn; later it is asked for again. */
  private static final Duration PAGE = Duration.ofSeconds(30);

  private final DiscordSettings settings;
  private final Stores stores;
  private final Product product;
  private final DiscordRest rest;
  private final PacedRest paced;
  private final GuildDirectory directory;
  private final FencedDatabase fenced;
  private final TicketChannels channels;
  private final DiscordInbox inbox;
  private final ActorRef<Dispatcher.Command> dispatcher;
  private final Dispatch dispatch;
  private final GatewayMonitor monitor = new GatewayMonitor();
  private final AtomicReference<DispatcherStatus> dispatcherStatus;
  private Optional<ActorRef<GatewayLink.Message>> gateway = Optional.empty();

  /**
   * Where what Discord tells us, and what people attach, is kept.
   *
   * @param fence against a process that others have taken over from
   */
  public record Stores(Database database, FileStore files, Fence fence) {}

  /**
   * Whom what comes in concerns.
   *
   * @param typing whether members and staff see each other type
   */
  public record Product(
      Tickets tickets,
      Correspondents correspondents,
      Conversations conversations,
      Outcomes outcomes,
      boolean typing) {}

  private DiscordSide(
      ActorContext<?> parent, DiscordSettings settings, Stores stores, Product product) {
    this.settings = settings;
    this.stores = stores;
    this.product = product;
    rest = new DiscordRest(settings.access());
    paced = new PacedRest(rest, settings.limits().requestsPerSecond());
    directory = new GuildDirectory(settings.place());
    fenced = new FencedDatabase(stores.database(), stores.fence());
    Clock clock = Clock.systemUTC();
    channels =
        new TicketChannels(
            stores.database(), new NewTicketChannels(directory, settings.place(), clock));
    inbox = new DiscordInbox(fenced, history(call -> paced.exchange(call, PAGE)), clock);
    dispatcherStatus = new AtomicReference<>(DispatcherStatus.IDLE);
    long bot = TokenUtil.getSelfId(settings.access().token());
    dispatcher =
        parent.spawn(
            Dispatcher.create(
                new Dispatcher.Means(
                    paced,
                    directory,
                    stores.files(),
                    new Dispatcher.Terms(
                        settings.place(), settings.limits(), bot, Retry.PATIENT, System::nanoTime),
                    dispatcherStatus),
                product.outcomes()),
            "dispatcher");
    dispatch = new ActorDispatch(dispatcher);
  }

  /** Ready to send; nothing is received before {@link #connect}. */
  public static DiscordSide create(
      ActorContext<?> parent, DiscordSettings settings, Stores stores, Product product) {
    return new DiscordSide(parent, settings, stores, product);
  }

  private ChannelHistory history(GatewayLink.CallRest lane) {
    return new ChannelHistory(fenced, lane, product.conversations(), settings, Clock.systemUTC());
  }

  public Dispatch dispatch() {
    return dispatch;
  }

  public Inbox inbox() {
    return inbox;
  }

  public Channels channels() {
    return channels;
  }

  public Members members() {
    return new DiscordMembers(paced, directory, settings.place().communityGuild());
  }

  public Copies copies(long limit) {
    return new DiscordCopies(settings.access(), rest, stores.files(), limit);
  }

  public GatewayStatus gatewayStatus() {
    return monitor.status();
  }

  public DispatcherStatus dispatcherStatus() {
    return dispatcherStatus.get();
  }

  /** How much of the bot's requests for this second is used, from 0 to 1. */
  public double budgetUsed() {
    return paced.budgetUsed();
  }

  /** Whether what we are told fits what Discord has; fills the directory of the guilds. */
  public CompletionStage<StartupChecks.Result> check() {
    return StartupChecks.claiming(rest, settings, directory, stores.database()).run();
  }

  /**
   * Starts to take in what happens, and tells Discord of the commands. To be called once, by the
   * parent, after {@link #check} came to {@link StartupChecks.Result.Ready}.
   *
   * @return what came of the first connection
   */
  public CompletionStage<GatewayLink.FirstConnection> connect(
      ActorContext<?> parent, BotIdentity bot) {
    Desk desk =
        Desk.start(
            parent,
            new Desk.Surroundings(
                settings, directory, bot, () -> monitor.status().latency(), product.typing()),
            new DeskPorts(product.tickets(), channels, product.correspondents(), dispatch, paced),
            new Desk.Stores(inbox, stores.database()));
    CompletableFuture<GatewayLink.FirstConnection> first = new CompletableFuture<>();
    gateway =
        Optional.of(
            parent.spawn(
                GatewayIntake.create(
                    new GatewayIntake.Sources(
                        settings,
                        fenced,
                        rest,
                        channels,
                        new GatewayIntake.History(
                            history(call -> paced.exchangeInBulk(call, PAGE)),
                            product.conversations())),
                    new GatewayIntake.Listeners(
                        product.correspondents(), desk, new Both(directory, desk)),
                    monitor,
                    first),
                "gateway"));
    desk.registerCommands();
    return first;
  }

  /** Takes nothing new in, leaving the session to be resumed, then sends nothing more. */
  public CompletionStage<Done> stop(ActorSystem<?> system) {
    CompletionStage<Done> closed =
        gateway
            .map(link ->
                AskPattern.<GatewayLink.Message, Done>ask(
                    link, GatewayLink.Stop::new, STOP, system.scheduler()))
            .orElseGet(() -> CompletableFuture.completedStage(Done.getInstance()));
    return closed
        .exceptionally(_ -> Done.getInstance())
        .thenCompose(_ ->
            AskPattern.<Dispatcher.Command, Done>ask(
                dispatcher, Dispatcher.Stop::new, STOP, system.scheduler()))
        .whenComplete((_, _) -> rest.close());
  }

  private record Both(FrameListener first, FrameListener second) implements FrameListener {
    @Override
    public void seen(String type, JsonNode data) {
      first.seen(type, data);
      second.seen(type, data);
    }
  }
}
