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
import dev.switchboard.discord.guild.DiscordMembers;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.GuildLook;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.discord.inbox.FencedDatabase;
import dev.switchboard.discord.inbox.GatewayIntake;
import dev.switchboard.discord.inbox.HistoryReader;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.StorageUnavailable;
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
 * All that speaks to Discord, wired together, for as long as one lease is held: what goes out from
 * the start, what comes in once the checks are passed. When it is stopped, or the lease is lost,
 * its connections are cut and nothing of it makes a call any more.
 */
final class LeaderTerm extends AbstractBehavior<LeaderTerm.Message> {
  private static final Duration STOP = Duration.ofSeconds(6);

  /** How long a session may take to tell of a guild before Discord is asked. */
  private static final Duration FOR_GUILDS = Duration.ofSeconds(3);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  /** How long a page of history waits for its turn; later it is asked for again. */
  private static final Duration PAGE = Duration.ofSeconds(30);

  /** A dispatcher that begins anew a million times within a term has other worries. */
  private static final int MEMORIES_BITS = 20;

  /** What a term is told. */
  sealed interface Message {}

  /** Closes the session resumably, lets calls under way be answered, and ends. */
  record Stop(ActorRef<Done> replyTo) implements Message {}

  private record Checked(StartupChecks.Result result) implements Message {}

  private record CheckAgain() implements Message {}

  /** A new gateway session has begun; it tells of each guild that the bot is in. */
  private record Begun() implements Message {}

  private record LookForGuilds() implements Message {}

  private record Connected(GatewayLink.FirstConnection connection) implements Message {}

  private record Failed(Throwable why) implements Message {}

  private enum Ending implements Message {
    GATEWAY_CLOSED,
    DISPATCHER_STOPPED
  }

  /**
   * Who hears how it goes.
   *
   * @param resumed whether a term before this one was at work: then what is found wrong now is no
   *     reason to give up
   * @param served told when it is at work
   */
  record Reports(boolean resumed, Runnable served, Consumer<Obstacle> obstacles) {}

  private final TimerScheduler<Message> timers;
  private final DiscordSide side;
  private final DatabaseLease lease;
  private final Reports reports;
  private final DiscordRest rest;
  private final PacedRest paced;
  private final GuildDirectory directory;
  private final ActorRef<Dispatcher.Command> dispatcher;
  private final LocalAccess localAccess;
  private Optional<ActorRef<GatewayLink.Message>> gateway = Optional.empty();
  private Optional<ActorRef<Done>> stopping = Optional.empty();
  private Duration pause = Duration.ofSeconds(1);

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
    // On the heartbeat's thread: no actor's queue stands between the loss and the last call.
    lease.lost().thenRun(rest::close);
    paced = new PacedRest(rest, settings.limits().requestsPerSecond());
    directory = new GuildDirectory(settings.place());
    // Other nodes compare the numbers of one process with those of the next.
    side.dispatcher().memory().set(lease.epoch() << MEMORIES_BITS);
    dispatcher = context.spawn(dispatcher(), "dispatcher");
    localAccess =
        new LocalAccess(
            lease,
            paced,
            directory,
            new DiscordMembers(
                paced, directory, settings.place().communityGuild(), Clock.systemUTC()),
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
            System::nanoTime);
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

  // ---- the beginning

  /** Whether what we are told fits what Discord has; fills the directory of the guilds. */
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

  /** Asks Discord about the guilds that the session has not told of. */
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
            .whenComplete((_, _) -> dispatcher.tell(new Dispatcher.Look()));
      }
    }
    if (asked) {
      timers.startSingleTimer(new LookForGuilds(), LONGEST_PAUSE);
    }
  }

  private void checkLater() {
    timers.startSingleTimer(new CheckAgain(), pause);
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
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

  /** Starts to take in what happens, and tells Discord of the commands. */
  private void connect(BotIdentity bot) {
    directory.bot(bot.user());
    DiscordSide.Product product = side.product();
    Desk desk =
        Desk.start(
            getContext(),
            new Desk.Surroundings(
                side.settings(),
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
                            frame -> directory.visible(frame.type(), frame.data())),
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
        // The link says so in the log, and tries again rarely.
        if (!reports.resumed()) {
          reports.obstacles().accept(new Obstacle.Refused(refused));
        }
      }
    }
  }

  // ---- the end

  private void stop(ActorRef<Done> replyTo) {
    stopping = Optional.of(replyTo);
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

  /** Whether it succeeded or not. */
  private void then(CompletionStage<Done> stage, Message message) {
    getContext().pipeToSelf(stage, (_, _) -> message);
  }

  private <T> void pipe(CompletionStage<T> stage, Function<T, Message> message) {
    getContext()
        .pipeToSelf(
            stage,
            (value, failure) -> failure == null ? message.apply(value) : new Failed(failure));
  }

  /** First the directory, then those who ask it. */
  private FrameListener listeners(Desk desk) {
    ActorRef<Message> self = getContext().getSelf();
    return (type, data) -> {
      directory.seen(type, data);
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
