package dev.switchboard;

import dev.switchboard.discord.BotIdentity;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.GatewayLink.FirstConnection;
import dev.switchboard.discord.StartupChecks;
import dev.switchboard.http.FileLinks;
import dev.switchboard.http.HttpRefused;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.JvmMetrics;
import dev.switchboard.http.Routes;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.TableConversations;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/**
 * The root of all actors, and the wiring by hand: first the database, then what rests on it, then
 * what speaks to Discord. What is out of reach is tried again; what a person has to correct ends
 * the process.
 */
final class Guardian extends AbstractBehavior<Guardian.Message> {
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** The name of the right to act for a database. */
  static final String LEASE = "switchboard";

  /**
   * Copies of files block for as long as a download lasts; the database's threads are not for that.
   */
  private static final Executor FILE_CALLS =
      Executors.newFixedThreadPool(
          6, Thread.ofPlatform().name("file-store-", 0).daemon().factory());

  /** What the guardian hears. */
  sealed interface Message {}

  private record Listening(HttpServer server) implements Message {}

  private record Opened(Ground ground) implements Message {}

  private record Checked(StartupChecks.Result result) implements Message {}

  private record CheckAgain() implements Message {}

  private record Connected(FirstConnection connection) implements Message {}

  private record Failed(Throwable why) implements Message {}

  /** What everything rests on. */
  record Ground(Database database, DatabaseLease lease, FileStore files) {}

  private final TimerScheduler<Message> timers;
  private final Settings settings;
  private final DatabaseSettings databaseSettings;
  private final Consumer<RuntimeException> giveUp;
  private final Vitals vitals = new Vitals();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private Optional<DiscordSide> discord = Optional.empty();
  private Duration pause = Duration.ofSeconds(1);

  static Behavior<Message> create(
      Settings settings, DatabaseSettings database, Consumer<RuntimeException> giveUp) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new Guardian(context, timers, settings, database, giveUp)));
  }

  private Guardian(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Settings settings,
      DatabaseSettings database,
      Consumer<RuntimeException> giveUp) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.databaseSettings = database;
    this.giveUp = giveUp;
    Cluster cluster = Cluster.get(context.getSystem());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    new JvmMetrics(metrics);
    pipe(
        HttpServer.start(
            context.getSystem(),
            settings.http(),
            Routes.of(vitals, metrics, vitals.files(), Clock.systemUTC())),
        Listening::new);
    pipe(openGround(), Opened::new);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::on).build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Listening(HttpServer server) ->
          getContext()
              .getLog()
              .info(
                  "HTTP is served at http://{}:{}",
                  settings.http().host(),
                  server.address().getPort());
      case Opened(Ground ground) -> build(ground);
      case Checked(StartupChecks.Result result) -> checked(result);
      case CheckAgain _ -> discord.ifPresent(side -> pipe(side.check(), Checked::new));
      case Connected(FirstConnection connection) -> connected(connection);
      case Failed(Throwable why) -> failed(why);
    }
    return this;
  }

  // ---- the ground

  private CompletionStage<Ground> openGround() {
    return Database.connectWhenReachable(databaseSettings).thenApplyAsync(this::open);
  }

  private Ground open(Database database) {
    Migrations.migrate(databaseSettings);
    DatabaseLease lease =
        DatabaseLease.tryAcquire(databaseSettings, LEASE, this::leaseLost)
            .orElseThrow(() ->
                new CommandFailed(
                    "the database %s is in use by %s; stop that process, or use another database"
                        .formatted(
                            databaseSettings.maskedUrl(),
                            DatabaseLease.holder(databaseSettings, LEASE)
                                .map(DatabaseLease.Holder::toString)
                                .orElse("another process"))));
    FileStore files = DirectoryFileStore.open(settings.data().files(), database.jdbi(), FILE_CALLS);
    return new Ground(database, lease, files);
  }

  /** Nothing is wrong with what we were told: whoever watches over the process starts it anew. */
  private void leaseLost(String why) {
    giveUp.accept(
        new CommandFailed(
            "the database is no longer held by this process alone (%s); ended, so that never two processes send"
                .formatted(why)));
  }

  private void build(Ground ground) {
    vitals.opened(ground);
    TicketWiring wiring = TicketWiring.create(getContext().getSystem(), ground.database());
    DiscordSide side =
        DiscordSide.create(
            getContext(),
            settings.discord(),
            new DiscordSide.Stores(ground.database(), ground.files(), ground.lease()::fence),
            new DiscordSide.Product(
                wiring.tickets(),
                wiring.correspondents(),
                new TableConversations(ground.database()),
                wiring.outcomes(),
                settings.ticket().relay().typing()));
    discord = Optional.of(side);
    vitals.discord(side);
    AtomicReference<Backlog> backlog = new AtomicReference<>(Backlog.NONE);
    getContext().spawn(BacklogWatch.create(ground.database(), backlog), "backlog");
    Gauges.bind(metrics, side, backlog);
    wiring.start(getContext(), settings, side, ground.files(), new FileLinks(settings.http()));
    ProjectionPool pool = new ProjectionPool(databaseSettings);
    wiring.project(getContext(), pool);
    stopInOrder(side, ground, pool);
    pipe(side.check(), Checked::new);
  }

  private void stopInOrder(DiscordSide side, Ground ground, ProjectionPool pool) {
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(getContext().getSystem());
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceStop(),
        "discord",
        () -> side.stop(getContext().getSystem()));
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "storage",
        () ->
            CompletableFuture.supplyAsync(() -> {
              pool.close();
              ground.lease().close();
              ground.database().close();
              return Done.getInstance();
            }));
  }

  // ---- Discord

  private void checked(StartupChecks.Result result) {
    switch (result) {
      case StartupChecks.Result.Ready(BotIdentity bot) ->
          discord.ifPresent(side -> {
            getContext().getLog().info("The bot is {}; connecting.", bot.name());
            pipe(side.connect(getContext(), bot), Connected::new);
          });
      case StartupChecks.Result.Wrong(List<StartupChecks.Misfit> misfits) ->
          giveUp.accept(
              new ConfigurationRefused(
                  misfits.stream()
                      .map(one -> Finding.about(one.key(), one.found(), one.expected()))
                      .toList()));
      case StartupChecks.Result.OutOfReach(String why) -> {
        getContext()
            .getLog()
            .warn("Discord is out of reach ({}); tried again in {} s.", why, pause.toSeconds());
        checkLater();
      }
    }
  }

  private void checkLater() {
    timers.startSingleTimer(new CheckAgain(), pause);
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
  }

  private void connected(FirstConnection connection) {
    switch (connection) {
      case FirstConnection.Made _ -> getContext().getLog().info("Switchboard is at work.");
      case FirstConnection.Refused(int code, String words) ->
          giveUp.accept(
              refusedBecause(
                  Finding.about(
                      "switchboard.discord.token",
                      "refused by Discord's gateway (%d: %s)".formatted(code, words),
                      code == 4014 || code == 4013
                          ? "the intents Server Members and Message Content switched on for the bot in Discord's developer portal"
                          : "the bot's token, from the page Bot of Discord's developer portal")));
    }
  }

  // ---- what goes wrong

  private void failed(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    switch (cause) {
      case ConfigurationRefused known -> giveUp.accept(known);
      case CommandFailed known -> giveUp.accept(known);
      case HttpRefused http ->
          giveUp.accept(
              refusedBecause(
                  finding(
                      "switchboard.http.port",
                      http,
                      "an address of this machine (switchboard.http.host) and a free port there")));
      case StorageRefused storage ->
          giveUp.accept(
              refusedBecause(
                  finding(
                      settings.database().isPresent()
                          ? "switchboard.database.url"
                          : "switchboard.data-dir",
                      storage,
                      "a place that this Switchboard can use")));
      case StorageUnavailable _ when discord.isPresent() -> checkLater();
      case StorageUnavailable _ -> pipe(openGround(), Opened::new);
      default -> {
        getContext().getLog().error("The start failed for a reason that was not foreseen", cause);
        giveUp.accept(
            new CommandFailed("the start failed; please report the lines above: " + cause));
      }
    }
  }

  private static Finding finding(String key, RuntimeException found, String expected) {
    String words = String.valueOf(found.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    return Finding.about(key, words, expected);
  }

  private static ConfigurationRefused refusedBecause(Finding finding) {
    return new ConfigurationRefused(List.of(finding));
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> message) {
    getContext()
        .pipeToSelf(
            stage,
            (value, failure) -> failure == null ? message.apply(value) : new Failed(failure));
  }
}
