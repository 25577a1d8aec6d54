package dev.switchboard.discord;

import dev.switchboard.discord.api.BotIdentity;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.command.CommandFilter;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.desk.Desk;
import dev.switchboard.discord.dispatch.ActorDispatch;
import dev.switchboard.discord.dispatch.Dispatcher;
import dev.switchboard.discord.dispatch.RepeatedFailures;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.guild.DiscordContacts;
import dev.switchboard.discord.guild.DiscordMembers;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.GuildLook;
import dev.switchboard.discord.guild.StaffRoster;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.discord.inbox.FencedDatabase;
import dev.switchboard.discord.inbox.GatewayIntake;
import dev.switchboard.discord.inbox.HistoryReader;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.StorageUnavailable;
import dev.switchboard.timing.Backoff;
import discord4j.common.util.TokenUtil;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The components that speak to Discord, for one lease. Sending begins with the term, receiving
 * after the startup checks have passed. When the term is stopped or the lease is lost, the
 * connections are cut and no component makes another call.
 */
final class LeaderTerm extends AbstractBehavior<LeaderTerm.Message> {
  private static final Duration STOP = Duration.ofSeconds(6);

  /** Wait for a session's guild events before Discord is asked about missing guilds. */
  private static final Duration FOR_GUILDS = Duration.ofSeconds(3);

  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

  /** Longest wait of a history page for its turn; after that it is requested again later. */
  private static final Duration PAGE = Duration.ofSeconds(30);

  /** Bits for the dispatcher's restarts within a term: about a million restarts. */
  private static final int MEMORIES_BITS = 20;

  /** A message of the term's actor. */
  sealed interface Message {}

  /** Closes the session so that it can be resumed, waits for calls under way, and ends. */
  record Stop(ActorRef<Done> replyTo) implements Message {}

  private record Checked(StartupChecks.Result result) implements Message {}

  private record CheckAgain() implements Message {}

  /** A new gateway session has begun. Discord now sends an event for each guild of the bot. */
  private record Begun() implements Message {}

  private record LookForGuilds() implements Message {}

  private record Connected(GatewayLink.FirstConnection connection) implements Message {}

  private record Failed(Throwable why) implements Message {}

  private enum Ending implements Message {
    GATEWAY_CLOSED,
    DISPATCHER_STOPPED
  }

  /**
   * The receivers of the term's progress.
   *
   * @param resumed whether an earlier term was at work: then problems found now are only logged
   * @param served run when the term is at work
   * @param obstacles called with each problem that a person has to solve
   */
  record Reports(boolean resumed, Runnable served, Consumer<Obstacle> obstacles) {}

  private final TimerScheduler<Message> timers;
  private final DiscordSide side;
  private final DatabaseLease lease;
  private final Reports reports;
  private final DiscordRest rest;
  private final PacedRest paced;
  private final GuildDirectory directory;
  private final StaffRoster roster;
  private final ActorRef<Dispatcher.Command> dispatcher;
  private final LocalAccess localAccess;
  private Optional<ActorRef<GatewayLink.Message>> gateway = Optional.empty();
  private Optional<ActorRef<Done>> stopping = Optional.empty();
  private Duration pause = PAUSES.first();

  static Behavior<Message> create(DiscordSide side, DatabaseLease lease, Reports reports) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> new LeaderTerm(context, timers, side, lease, reports)));
  }

  private LeaderTerm(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      DiscordSide side,
      DatabaseLease lease,
      Reports reports) {
    super(context);
    this.timers = timers;
    this.side = side;
    this.lease = lease;
    this.reports = reports;
    DiscordSettings settings = side.settings();
    rest =
        new DiscordRest(
            settings.access(),
            reading -> reading ? lease.isAcquired() : lease.isHeld(),
            side.clock(),
            side.lookup());
    // Runs on the heartbeat's thread, so that no actor's mailbox delays the end of calls.
    lease.lost().thenRun(rest::close);
    paced = new PacedRest(rest, settings.limits().requestsPerSecond());
    directory = new GuildDirectory(settings.place());
    roster =
        StaffRoster.start(
            context,
            new StaffRoster.Means(
                side.stores().database(),
                lease::fence,
                paced,
                directory,
                settings.place().staffGuild(),
                StaffRoster.Means.PAUSES));
    // Nodes compare memory numbers, so each lease has its own range of them, and each term of it a
    // number of its own: tickets see by it that what they offered before is forgotten.
    side.dispatcher()
        .memory()
        .updateAndGet(former -> Math.max(former + 1, lease.epoch() << MEMORIES_BITS));
    dispatcher = context.spawn(dispatcher(), "dispatcher");
    localAccess =
        new LocalAccess(
            lease,
            paced,
            settings.place().communityGuild(),
            directory,
            new DiscordMembers(
                paced, directory, settings.place().communityGuild(), Clock.systemUTC()),
            new DiscordContacts(paced, settings.place().communityGuild()),
            roster,
            side.stored(),
            new ActorDispatch(dispatcher, side.dispatcher().memory()::get));
    side.reaches(localAccess);
    ActorRef<RemoteRequests.Errand> errands =
        context.spawn(RemoteRequests.create(localAccess), "errands");
    context.spawn(
        LeaderAnnouncer.create(() ->
            new LeaderHeartbeat(
                lease.epoch(),
                side.dispatcher().memory().get(),
                side.gatewayStatus(),
                side.dispatcherStatus().waiting().total(),
                localAccess.guilds(),
                dispatcher,
                errands)),
        "herald");
    context.spawn(side.product().pending(), "pending-tickets");
    check();
  }

  private Behavior<Dispatcher.Command> dispatcher() {
    DiscordSettings settings = side.settings();
    Dispatcher.Terms terms =
        new Dispatcher.Terms(
            settings.place(),
            settings.limits(),
            TokenUtil.getSelfId(settings.access().token()),
            side.stores().epoch(),
            settings.retry(),
            RepeatedFailures.Patience.of(settings.retry()),
            System::nanoTime,
            side.product().languages().words());
    Dispatcher.Means means =
        new Dispatcher.Means(paced, directory, side.stores().files(), terms, side.dispatcher());
    return Dispatcher.create(means, side.product().outcomes());
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::on)
        .onSignal(PostStop.class, _ -> ended())
        .build();
  }

  private Behavior<Message> on(Message message) {
    switch (message) {
      case Checked(StartupChecks.Result result) -> checked(result);
      case CheckAgain _ -> check();
      case Begun _ -> timers.startSingleTimer(new LookForGuilds(), FOR_GUILDS);
      case LookForGuilds _ -> lookForGuilds();
      case Connected(GatewayLink.FirstConnection connection) -> connected(connection);
      case Failed(Throwable why) -> failed(why);
      case Stop(ActorRef<Done> replyTo) -> stop(replyTo);
      case Ending.GATEWAY_CLOSED ->
          then(
              AskPattern.<Dispatcher.Command, Done>ask(
                  dispatcher, Dispatcher.Stop::new, STOP, getContext().getSystem().scheduler()),
              Ending.DISPATCHER_STOPPED);
      case Ending.DISPATCHER_STOPPED -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  // ---- startup

  /** Compares the configuration with Discord and fills the guild directory. */
  private void check() {
    if (stopping.isEmpty()) {
      pipe(
          StartupChecks.claiming(rest, side.settings(), directory, side.stores().database())
              .run()
              .thenCombine(lease.effective(), (result, _) -> result),
          Checked::new);
    }
  }

  private void checked(StartupChecks.Result result) {
    dispatcher.tell(new Dispatcher.Look());
    switch (result) {
      case StartupChecks.Result.Ready(BotIdentity bot) -> {
        getContext().getLog().info("The bot is {}; connecting.", bot.name());
        if (stopping.isEmpty()) {
          connect(bot);
        }
      }
      case StartupChecks.Result.Wrong(var misfits) -> {
        if (reports.resumed()) {
          report(misfits);
          checkLater();
        } else {
          reports.obstacles().accept(new Obstacle.Misfits(misfits));
        }
      }
      case StartupChecks.Result.Exposed(BotIdentity bot, var misfits) -> {
        if (!reports.resumed()) {
          reports.obstacles().accept(new Obstacle.Misfits(misfits));
        } else if (stopping.isEmpty()) {
          report(misfits);
          connect(bot);
        }
      }
      case StartupChecks.Result.OutOfReach(String why) -> {
        getContext()
            .getLog()
            .warn("Discord is out of reach ({}); tried again in {} s.", why, pause.toSeconds());
        checkLater();
      }
    }
  }

  private void report(List<StartupChecks.Misfit> misfits) {
    misfits.forEach(misfit ->
        getContext()
            .getLog()
            .error("{}: {}, expected {}", misfit.key(), misfit.found(), misfit.expected()));
  }

  /** Asks Discord about the guilds of which the session has sent no event. */
  private void lookForGuilds() {
    if (stopping.isPresent()) {
      return;
    }
    DiscordSettings.Community community = side.settings().place();
    boolean asked = false;
    for (long guild : community.guilds()) {
      if (directory.presence(guild) == GuildDirectory.Presence.UNKNOWN) {
        asked = true;
        new GuildLook(paced, directory)
            .at(guild)
            .whenComplete((_, _) -> {
              dispatcher.tell(new Dispatcher.Look());
              roster.lookAtGuild();
            });
      }
    }
    if (asked) {
      timers.startSingleTimer(new LookForGuilds(), PAUSES.longest());
    }
  }

  private void checkLater() {
    timers.startSingleTimer(new CheckAgain(), pause);
    pause = PAUSES.longer(pause);
  }

  private void failed(Throwable why) {
    Throwable cause =
        why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    if (cause instanceof StorageUnavailable || reports.resumed()) {
      getContext().getLog().warn("Not connected yet, tried again: {}", cause.toString());
      checkLater();
    } else {
      reports.obstacles().accept(new Obstacle.Unforeseen(cause));
    }
  }

  /** Starts the intake and the desk, and registers the commands on Discord. */
  private void connect(BotIdentity bot) {
    directory.bot(bot.user());
    roster.begin();
    DiscordSide.Product product = side.product();
    Desk desk =
        Desk.start(
            getContext(),
            new Desk.Surroundings(
                side.settings(),
                product.languages(),
                directory,
                bot,
                () -> side.gatewayStatus().latency(),
                product.typing()),
            new CommandPorts(
                product.tickets(),
                side.channels(),
                product.correspondents(),
                side.dispatch(),
                paced),
            new Desk.Stores(side.stored(), side.stores().database()));
    CompletableFuture<GatewayLink.FirstConnection> first = new CompletableFuture<>();
    gateway =
        Optional.of(
            getContext()
                .spawn(
                    GatewayIntake.create(
                        sources(),
                        new GatewayIntake.Listeners(
                            product.correspondents(),
                            desk,
                            listeners(desk),
                            frame -> directory.visible(frame.type(), frame.data()),
                            product.status(),
                            product.languages().words()),
                        side.monitor(),
                        first),
                    "gateway"));
    desk.registerCommands();
    pipe(first, Connected::new);
  }

  private GatewayIntake.Sources sources() {
    FencedDatabase fenced = new FencedDatabase(side.stores().database(), lease::fence);
    HistoryReader history =
        new HistoryReader(
            fenced,
            call -> paced.exchangeInBulk(call, PAGE),
            side.product().conversations(),
            side.settings(),
            side.clock());
    return new GatewayIntake.Sources(
        side.settings(),
        fenced,
        rest,
        side.channels(),
        new GatewayIntake.History(history, side.product().conversations()),
        new CommandFilter(side.settings(), directory));
  }

  private void connected(GatewayLink.FirstConnection connection) {
    switch (connection) {
      case GatewayLink.FirstConnection.Made _ -> {
        getContext().getLog().info("Switchboard is at work.");
        reports.served().run();
      }
      case GatewayLink.FirstConnection.Refused refused -> {
        // The link logs this and tries again at long intervals.
        if (!reports.resumed()) {
          reports.obstacles().accept(new Obstacle.Refused(refused));
        }
      }
    }
  }

  // ---- shutdown

  private void stop(ActorRef<Done> replyTo) {
    boolean begun = stopping.isPresent();
    stopping = Optional.of(replyTo);
    if (begun) {
      return;
    }
    timers.cancelAll();
    gateway.ifPresentOrElse(
        link ->
            then(
                AskPattern.<GatewayLink.Message, Done>ask(
                    link, GatewayLink.Stop::new, STOP, getContext().getSystem().scheduler()),
                Ending.GATEWAY_CLOSED),
        () -> getContext().getSelf().tell(Ending.GATEWAY_CLOSED));
  }

  private Behavior<Message> ended() {
    side.leaves(localAccess);
    rest.close();
    stopping.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
    return this;
  }

  /** Sends the message to this actor when the stage completes, with success or failure. */
  private void then(CompletionStage<Done> stage, Message message) {
    getContext().pipeToSelf(stage, (_, _) -> message);
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> message) {
    getContext()
        .pipeToSelf(
            stage,
            (value, failure) -> failure == null ? message.apply(value) : new Failed(failure));
  }

  /** The directory gets each event first, since the others read it. */
  private FrameListener listeners(Desk desk) {
    ActorRef<Message> self = getContext().getSelf();
    return (type, data) -> {
      directory.seen(type, data);
      roster.seen(type, data);
      if (type.equals("READY")) {
        self.tell(new Begun());
      }
      if (directory.tellsWhoMay(type, data)) {
        dispatcher.tell(new Dispatcher.Look());
      }
      desk.seen(type, data);
    };
  }
}
