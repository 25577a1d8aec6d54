package dev.switchboard.node;

import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Guarded;
import dev.switchboard.access.Right;
import dev.switchboard.access.RootToken;
import dev.switchboard.account.Accounts;
import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.config.Settings;
import dev.switchboard.discord.DiscordLeader;
import dev.switchboard.discord.DiscordSide;
import dev.switchboard.discord.Obstacle;
import dev.switchboard.discord.api.DiscordClock;
import dev.switchboard.discord.dispatch.NoncePrefix;
import dev.switchboard.discord.gateway.GatewayLink.FirstConnection;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.feed.LiveFeed;
import dev.switchboard.feed.TableFeed;
import dev.switchboard.http.HttpRefused;
import dev.switchboard.http.HttpServer;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.http.PeerAddress;
import dev.switchboard.http.ProductRoutes;
import dev.switchboard.http.RequestBodies;
import dev.switchboard.http.Routes;
import dev.switchboard.http.UntoldProxies;
import dev.switchboard.http.admin.AdminPaths;
import dev.switchboard.http.admin.AdminRoute;
import dev.switchboard.http.endpoint.ApiRoutes;
import dev.switchboard.http.endpoint.Endpoints;
import dev.switchboard.http.endpoint.UploadRoute;
import dev.switchboard.http.health.HealthChecks;
import dev.switchboard.http.health.HealthRoutes;
import dev.switchboard.http.health.JvmMetrics;
import dev.switchboard.http.health.MetricsRoutes;
import dev.switchboard.http.page.FileLinks;
import dev.switchboard.http.page.FileRoutes;
import dev.switchboard.http.page.NewAccountRoute;
import dev.switchboard.http.page.ShareRoutes;
import dev.switchboard.http.panel.PanelRoutes;
import dev.switchboard.lookup.NameOverrides;
import dev.switchboard.lookup.ShardedNameOverrides;
import dev.switchboard.node.cluster.ClusterNode;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.resource.NameOverridesResource;
import dev.switchboard.service.JournaledToggle;
import dev.switchboard.service.ToggleName;
import dev.switchboard.settings.JournaledSettings;
import dev.switchboard.share.ShareBook;
import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.LeaseClaim;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.NewerData;
import dev.switchboard.storage.ProjectionPool;
import dev.switchboard.storage.Recoveries;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.ticket.AuditedOpenings;
import dev.switchboard.ticket.AuditedTickets;
import dev.switchboard.ticket.Copies;
import dev.switchboard.ticket.DailyCopies;
import dev.switchboard.ticket.SharedCopies;
import dev.switchboard.ticket.Tickets;
import dev.switchboard.ticket.UploadedCopies;
import dev.switchboard.ticket.erase.Erasing;
import dev.switchboard.ticket.erase.TicketErasing;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.ticket.read.JournalTranscripts;
import dev.switchboard.ticket.read.TableConversations;
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
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jdbi.v3.core.Handle;

/**
 * The root of all actors, with the manual wiring: first the database, then the parts that use it,
 * then Discord. A start that fails because something is unreachable is tried again. A problem that
 * a person has to correct ends the process.
 */
public final class Guardian extends AbstractBehavior<Guardian.Message> {
  private static final Duration STOP = Duration.ofSeconds(6);

  /** The name of the lease for a database. */
  public static final String LEASE = "switchboard";

  /** Copying a file blocks for the whole download, so it does not use the database's threads. */
  private static final Executor FILE_CALLS =
      Executors.newFixedThreadPool(
          8, Thread.ofPlatform().name("file-store-", 0).daemon().factory());

  /** The messages of the guardian. */
  sealed interface Message {}

  private record Listening(HttpServer server) implements Message {}

  private record Opened(Ground ground) implements Message {}

  private record Failed(Throwable why) implements Message {}

  /**
   * The parts that all others need.
   *
   * @param lease the lease; empty if another node has it
   * @param live what administrators have changed, as of the start
   */
  record Ground(
      Database database,
      Optional<DatabaseLease> lease,
      FileStore files,
      NoncePrefix epoch,
      LiveSettings live) {}

  private final Settings settings;
  private final DatabaseSettings databaseSettings;
  private final Consumer<RuntimeException> giveUp;
  private final RootToken rootToken;
  private final DeferredAdminRpc deferredAdminRpc;
  private final ClusterNode clusterNode;
  private final ListenerSettings.ListenerLocation listenerLocation;
  private final LogSilencer logSilencer = new LogSilencer();
  private final AtomicReference<Optional<Accounts>> accounts =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Endpoints>> api = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<ShareBook>> shares =
      new AtomicReference<>(Optional.empty());
  private final ProductHealth productHealth = new ProductHealth();
  private final HealthChecks healthChecks = new HealthChecks(productHealth, Clock.systemUTC());
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  static Behavior<Message> create(
      Settings settings,
      DatabaseSettings database,
      RootToken rootToken,
      Consumer<RuntimeException> giveUp) {
    return Behaviors.setup(context -> new Guardian(context, settings, database, rootToken, giveUp));
  }

  private Guardian(
      ActorContext<Message> context,
      Settings settings,
      DatabaseSettings database,
      RootToken rootToken,
      Consumer<RuntimeException> giveUp) {
    super(context);
    this.settings = settings;
    this.databaseSettings = database;
    this.giveUp = giveUp;
    this.rootToken = rootToken;
    this.deferredAdminRpc = new DeferredAdminRpc(rootToken);
    this.clusterNode = ClusterNode.join(context, settings.cluster());
    new JvmMetrics(metrics);
    HttpSettings.Trust trust = settings.http().trust();
    UntoldProxies untold = new UntoldProxies();
    Gauges.bind(metrics, untold);
    PeerAddress peers = new PeerAddress(trust.proxies(), untold);
    PanelRoutes panel = HttpWiring.panel(settings, peers);
    this.listenerLocation =
        HttpWiring.place(
            settings,
            paths -> doors(paths, peers, panel),
            (audience, at, productRoutes) ->
                HttpServer.start(context.getSystem(), at, Routes.of(audience, productRoutes)));
    ProxyAdvice.about(settings.http())
        .ifPresent(advice -> getContext().getLog().warn("{}.", advice));
    pipe(HttpWiring.start(listenerLocation, settings), Listening::new);
    pipe(openGround(), Opened::new);
  }

  private ProductRoutes doors(AdminPaths paths, PeerAddress peers, PanelRoutes panel) {
    RequestBodies requestBodies = new RequestBodies(peers);
    AdminRoute admin =
        new AdminRoute(
            deferredAdminRpc, paths, requestBodies, settings.http().trust().adminOrigins());
    NewAccountRoute newAccount =
        new NewAccountRoute(accounts::get, settings.accounts().registrationsPerMinute(), peers);
    FileRoutes files = new FileRoutes(productHealth.files());
    ApiRoutes apiRoutes = new ApiRoutes(api::get, peers, files);
    ShareRoutes sharePages = new ShareRoutes(settings.sharing(), shares::get, peers);
    return new ProductRoutes(
        requestBodies,
        admin::route,
        new UploadRoute(api::get, peers, requestBodies)::route,
        new HealthRoutes(healthChecks)::route,
        new MetricsRoutes(metrics)::route,
        // The panel has a page below /api. Shares come last: each path of one segment may be one.
        List.of(
            newAccount::route, files::route, panel::route, apiRoutes::route, sharePages::route));
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
                  listenerLocation.listener().host(),
                  server.address().getPort());
      case Opened(Ground ground) -> build(ground);
      case Failed(Throwable why) -> failed(why);
    }
    return this;
  }

  // ---- database and file store

  private CompletionStage<Ground> openGround() {
    return Database.connectWhenReachable(databaseSettings)
        .thenComposeAsync(database ->
            CompletableFuture.completedStage(database)
                .thenCompose(this::open)
                .whenComplete((_, failure) -> {
                  // The next attempt makes new connections.
                  if (failure != null) {
                    database.close();
                  }
                }));
  }

  private CompletionStage<Ground> open(Database database) {
    Migrations.migrate(databaseSettings);
    return ServiceWiring.obey(logSilencer, database, settings.managed())
        .thenCompose(_ -> clusterNode.up())
        .thenCompose(_ -> LeaseClaim.first(clusterNode.claimant(databaseSettings, LEASE)))
        .thenApplyAsync(result ->
            new Ground(
                database,
                lease(result),
                DirectoryFileStore.open(settings.data().filePlace(), database.jdbi(), FILE_CALLS),
                NoncePrefix.of(database.jdbi()),
                database.jdbi().withHandle(this::live)));
  }

  private LiveSettings live(Handle handle) {
    boolean configured = settings.managed().toggles().getOrDefault(ToggleName.BOT, true);
    return new LiveSettings(
        settings.ticket(),
        settings.managed().configured(),
        JournaledSettings.read(handle),
        JournaledToggle.position(handle, ToggleName.BOT, configured));
  }

  private Optional<DatabaseLease> lease(LeaseClaim.Result result) {
    return switch (result) {
      case LeaseClaim.Result.Granted(DatabaseLease lease) -> Optional.of(lease);
      case LeaseClaim.Result.HeldByFellow _ -> Optional.empty();
      case LeaseClaim.Result.HeldBy(DatabaseLease.Holder holder) -> throw inUseBy(holder);
    };
  }

  private CommandFailed inUseBy(DatabaseLease.Holder holder) {
    return new CommandFailed(
        "the database %s is in use by %s; stop that process, or use another database"
            .formatted(databaseSettings.maskedUrl(), holder));
  }

  private void build(Ground ground) {
    productHealth.opened(ground);
    Recoveries recoveries = Recoveries.of(getContext().getSystem());
    recoveries.whenUnreadable(
        () -> ground.database().query(DataFormat::newer).thenAccept(this::outdated));
    productHealth.recoveries(recoveries);
    Gauges.bind(metrics, recoveries);
    Kinds.start(getContext().getSystem());
    ShardedNameOverrides overrides =
        LookupWiring.start(getContext().getSystem(), settings.cluster().shared());
    TicketWiring wiring =
        TicketWiring.create(getContext().getSystem(), ground.database(), clusterNode);
    DiscordClock clock = new DiscordClock();
    AuditLog audit =
        AdminWiring.audit(getContext().getSystem(), settings.admin().audit(), ground.database());
    Tickets tickets =
        new AuditedTickets(
            Guarded.port(Tickets.class, wiring.tickets(), Right.ANSWER_MEMBERS),
            audit,
            Clock.systemUTC());
    DiscordSide side = discordSide(ground, tickets, wiring, clock, overrides);
    watch(ground, side);
    Erasing erasing =
        Guarded.port(
            Erasing.class,
            new TicketErasing(ground.database(), wiring.tickets(), Clock.systemUTC()),
            Right.ERASE_TICKETS);
    ShareBook shareBook = ShareWiring.start(getContext().getSystem(), listenerLocation.paths());
    ServiceWiring services =
        ServiceWiring.start(
            getContext(),
            settings.managed(),
            logSilencer,
            listenerLocation,
            ground.live(),
            user -> ShareWiring.sparing(settings.sharing(), shareBook, user));
    AccountWiring accountWiring =
        AccountWiring.start(
            getContext().getSystem(),
            settings.accounts(),
            services.registration(),
            ground.database(),
            new StoredBelongings(
                ground.database(), erasing, wiring.correspondents(), wiring.tickets()));
    FileSweep.begin(getContext().getSystem(), ground, side::onDuty);
    FileLinks links = new FileLinks(settings.http());
    JournalTranscripts transcripts =
        new JournalTranscripts(
            getContext().getSystem(),
            ground.database().jdbi(),
            ground.files(),
            links,
            settings.languages().words());
    wiring.start(
        getContext(),
        settings,
        ground.live(),
        side,
        copies(ground, side, accountWiring),
        transcripts,
        links,
        clock);
    LiveFeed liveFeed = new LiveFeed(new TableFeed(ground.database()));
    ProjectionPool pool = new ProjectionPool(databaseSettings, liveFeed::lookSoon);
    wiring.project(getContext(), pool);
    ActorRef<DiscordLeader.Message> duty =
        getContext()
            .spawn(
                DiscordLeader.create(
                    side,
                    clusterNode.claimant(databaseSettings, LEASE),
                    ground.lease(),
                    ground.live().wish(),
                    this::hindered),
                "discord");
    ground.live().obeyedBy(duty);
    stopInOrder(duty, side, ground, pool);
    List<Resource> resources =
        Stream.of(
                accountWiring.resources(settings.accounts()),
                services.resources(),
                List.<Resource>of(
                    new NameOverridesResource(
                        Guarded.port(NameOverrides.class, overrides, Right.CHANGE_SETTINGS))),
                ShareWiring.resources(settings.sharing(), shareBook))
            .flatMap(List::stream)
            .toList();
    deferredAdminRpc.opened(
        AdminWiring.start(
            getContext(),
            rootToken,
            settings,
            new AdminWiring.Ports(
                ground.database(),
                audit,
                side,
                accountWiring.accounts(),
                erasing,
                services.traffic(),
                resources)));
    api.set(
        Optional.of(
            ApiWiring.start(
                getContext(),
                settings,
                ground,
                audit,
                side,
                tickets,
                new ApiWiring.Steering(
                    services.bot(), services.store(), ground.live(), side, healthChecks),
                side.dispatch(),
                new AuditedOpenings(wiring.correspondents(), audit, Clock.systemUTC()),
                side.contacts(),
                transcripts,
                accountWiring,
                liveFeed,
                clock)));
    shares.set(Optional.of(shareBook));
    ShareWiring.tellHidden(settings.sharing(), shareBook, listenerLocation.paths());
    accounts.set(Optional.of(accountWiring.accounts()));
  }

  private Copies copies(Ground ground, DiscordSide side, AccountWiring accountWiring) {
    TicketSettings.Relay relay = settings.ticket().relay();
    return new UploadedCopies(
        new SharedCopies(
            new QuotaCopies(
                side.copies(relay.copyLimit()),
                accountWiring.quotas(),
                new DailyCopies(ground.database(), relay.dailyCopies(), Clock.systemUTC()),
                side::memberOf)));
  }

  private DiscordSide discordSide(
      Ground ground,
      Tickets tickets,
      TicketWiring wiring,
      DiscordClock clock,
      ShardedNameOverrides overrides) {
    return new DiscordSide(
        settings.discord(),
        new DiscordSide.Stores(ground.database(), ground.files(), ground.epoch()),
        new DiscordSide.Product(
            tickets,
            wiring.correspondents(),
            new TableConversations(ground.database()),
            wiring.outcomes(clock),
            wiring.pending(),
            settings.ticket().relay().typing(),
            ground.live()::status,
            settings.languages()),
        clock,
        overrides);
  }

  private void watch(Ground ground, DiscordSide side) {
    productHealth.discord(side);
    AtomicReference<Backlog> backlog = new AtomicReference<>(Backlog.NONE);
    getContext().spawn(BacklogWatch.create(ground.database(), backlog), "backlog");
    Gauges.bind(metrics, side, backlog);
  }

  private void stopInOrder(
      ActorRef<DiscordLeader.Message> duty, DiscordSide side, Ground ground, ProjectionPool pool) {
    ActorSystem<?> system = getContext().getSystem();
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseServiceStop(),
        "discord",
        () ->
            AskPattern.<DiscordLeader.Message, Done>ask(
                    duty, DiscordLeader.Stop::new, STOP, system.scheduler())
                .thenApplyAsync(done -> {
                  // A single node keeps the lease until nothing writes any more.
                  if (settings.cluster().shared()) {
                    side.close();
                  }
                  return done;
                }));
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "storage",
        () ->
            CompletableFuture.supplyAsync(() -> {
              pool.close();
              side.close();
              ground.database().close();
              return Done.getInstance();
            }));
  }

  // ---- Discord

  /** Ends the process for a problem that a person has to correct. Thread-safe. */
  private void hindered(Obstacle obstacle) {
    switch (obstacle) {
      case Obstacle.Misfits(List<StartupChecks.Misfit> misfits) ->
          giveUp.accept(
              new ConfigurationRefused(
                  misfits.stream()
                      .map(one -> ConfigProblem.about(one.key(), one.found(), one.expected()))
                      .toList()));
      case Obstacle.Refused(FirstConnection.Refused(int code, String words)) ->
          giveUp.accept(
              refusedBecause(
                  ConfigProblem.about(
                      "switchboard.discord.token",
                      "refused by Discord's gateway (%d: %s)".formatted(code, words),
                      code == 4014 || code == 4013
                          ? "the intents Server Members and Message Content switched on for the bot"
                              + " in Discord's developer portal"
                          : "the bot's token, from the page Bot of Discord's developer portal")));
      case Obstacle.HeldBy(DatabaseLease.Holder holder) -> giveUp.accept(inUseBy(holder));
      case Obstacle.Unforeseen(Throwable why) -> failed(why);
    }
  }

  // ---- failures

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
      case StorageUnavailable _ -> pipe(openGround(), Opened::new);
      default -> {
        getContext().getLog().error("The start failed for a reason that was not foreseen", cause);
        giveUp.accept(
            new CommandFailed("the start failed; please report the lines above: " + cause));
      }
    }
  }

  /**
   * Ends this node when a newer node uses the same data, so that others take over the entities that
   * it cannot read.
   */
  private void outdated(Optional<String> newer) {
    newer.ifPresent(words -> failed(new NewerData(words)));
  }

  private static ConfigProblem finding(String key, RuntimeException found, String expected) {
    String words = String.valueOf(found.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    return ConfigProblem.about(key, words, expected);
  }

  private static ConfigurationRefused refusedBecause(ConfigProblem configProblem) {
    return new ConfigurationRefused(List.of(configProblem));
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> message) {
    getContext()
        .pipeToSelf(
            stage,
            (value, failure) -> failure == null ? message.apply(value) : new Failed(failure));
  }
}
