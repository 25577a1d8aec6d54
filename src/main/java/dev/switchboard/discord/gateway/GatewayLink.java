package dev.switchboard.discord.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.gateway.GatewayStatus.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Keeps one connection to the gateway and decides how to continue after each loss. A session is
 * resumed from its committed sequence number whenever possible, since only then Discord repeats the
 * missed events; a new one begins only without a valid session.
 */
public final class GatewayLink extends AbstractBehavior<GatewayLink.Message> {
  /** A message of the link. */
  public sealed interface Message {}

  /** Closes the connection resumably, and answers when all received frames are committed. */
  public record Stop(ActorRef<Done> replyTo) implements Message {}

  private record Reported(FrameIntake.Report report) implements Message {}

  private record Gateway(Answer answer) implements Message {}

  private record Established(long connection) implements Message {}

  private record Drained() implements Message {}

  private record Lost(long connection, Disconnect loss) implements Message {}

  private enum Timer implements Message {
    CONNECT,
    LOOK
  }

  /** The result of the first attempts after the start. */
  public sealed interface FirstConnection {
    /** Events arrive. */
    record Made() implements FirstConnection {}

    /**
     * Discord refused; new attempts will fail until a person acts.
     *
     * @param code the close code (4004: the token, 4013 and 4014: the intents); 4004 also for a
     *     REST answer 401
     */
    record Refused(int code, String words) implements FirstConnection {}
  }

  /**
   * The components that the link uses.
   *
   * @param rest makes the call {@code GET /gateway/bot}
   * @param listener gets each event before it is stored
   * @param visible the channels that the bot sees; empty unless the event, which the listener
   *     already got, may have changed them
   * @param status the line that the bot's presence shows now; empty for none
   */
  public record Wiring(
      GatewayDialer dialer,
      CallRest rest,
      FrameListener listener,
      Function<Frame, Optional<VisibleChannels>> visible,
      Supplier<String> status,
      GatewayMonitor monitor,
      GatewayPace pace) {}

  /** The REST call; {@link DiscordRest#exchange}. */
  @FunctionalInterface
  public interface CallRest {
    CompletionStage<Answer> exchange(Call call);
  }

  /** A connection that ends sooner does not reset the number of attempts. */
  private static final Duration STEADY = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** After these attempts Discord is asked for a URL; the resume URL may be out of service. */
  private static final int ATTEMPTS_AT_RESUME_URL = 3;

  private final Wiring wiring;
  private final ActorRef<FrameIntake.Message> intake;
  private final ActorRef<FrameIntake.Report> reports;
  private final TimerScheduler<Message> timers;
  private final CompletableFuture<FirstConnection> first;

  private final Resumption resumption;
  private final PresenceKeeping presence;
  private final List<ActorRef<Done>> stopping = new ArrayList<>();
  private @Nullable GatewaySocket socket;
  private Session session = Session.NONE;
  private long connection;
  private boolean sessionLost;
  private int attempts;
  private GatewayPace.Starts starts = GatewayPace.Starts.UNKNOWN;
  private long nextIdentify = System.nanoTime();
  private long establishedAt;
  private boolean established;

  private GatewayLink(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Wiring wiring,
      ActorRef<FrameIntake.Message> intake,
      CompletableFuture<FirstConnection> first) {
    super(context);
    this.wiring = wiring;
    this.resumption = new Resumption(wiring.pace().resuming());
    this.presence = new PresenceKeeping(wiring.status());
    this.intake = intake;
    this.timers = timers;
    this.first = first;
    this.reports = context.messageAdapter(FrameIntake.Report.class, Reported::new);
    timers.startTimerWithFixedDelay(Timer.LOOK, BETWEEN_LOOKS);
    connect();
  }

  public static Behavior<Message> create(
      Wiring wiring,
      ActorRef<FrameIntake.Message> intake,
      CompletableFuture<FirstConnection> first) {
    return Behaviors.setup(context -> {
      context.setLoggerName(GatewayLink.class);
      return Behaviors.withTimers(
          timers -> new GatewayLink(context, timers, wiring, intake, first));
    });
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onAnyMessage(this::handle)
        .onSignal(PostStop.class, stopped -> end())
        .build();
  }

  private Behavior<Message> handle(Message message) {
    switch (message) {
      case Reported(FrameIntake.Report.Point point) -> {
        if (point.connection() == connection && socket == null && stopping.isEmpty()) {
          session = point.session();
          dialOrAsk();
        }
      }
      case Reported(FrameIntake.Report.TooMuch tooMuch) ->
          lost(tooMuch.connection(), new Disconnect.Overflown());
      case Gateway gateway -> gateway(gateway.answer());
      case Established established -> established(established.connection());
      case Lost lost -> lost(lost.connection(), lost.loss());
      case Timer.CONNECT -> connect();
      case Timer.LOOK -> look();
      case Stop stop -> {
        stop();
        stopping.add(stop.replyTo());
      }
      case Drained drained -> {
        stopping.forEach(waiting -> waiting.tell(Done.getInstance()));
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private Behavior<Message> end() {
    drop();
    wiring.dialer().close();
    return this;
  }

  private void stop() {
    connection++;
    drop();
    timers.cancelAll();
    wiring.monitor().phase(Phase.STOPPED, "");
    if (stopping.isEmpty()) {
      intake.tell(
          new FrameIntake.Drain(getContext().messageAdapter(Done.class, done -> new Drained())));
    }
  }

  /** Asks the intake for the session to resume. */
  private void connect() {
    if (!stopping.isEmpty()) {
      return;
    }
    connection++;
    intake.tell(new FrameIntake.Begin(connection, reports));
  }

  private boolean resumes() {
    return session.resumable() && !sessionLost;
  }

  private void dialOrAsk() {
    wiring.monitor().phase(resumes() ? Phase.RESUMING : Phase.IDENTIFYING, "");
    if (resumes() && !session.resumeUrl().isEmpty() && attempts < ATTEMPTS_AT_RESUME_URL) {
      dial(session.resumeUrl());
      return;
    }
    getContext()
        .pipeToSelf(
            wiring.rest().exchange(Call.get("/gateway/bot")),
            (answer, failure) ->
                new Gateway(
                    failure == null ? answer : new Answer.Unreachable(true, failure.toString())));
  }

  private void gateway(Answer answer) {
    if (!stopping.isEmpty()) {
      return;
    }
    switch (answer) {
      case Answer.Ok ok -> {
        String url = Payload.text(ok.body().path("url"));
        if (url.isEmpty()) {
          again(new Disconnect.Broken("Discord named no gateway"), false);
        } else if (!resumes()) {
          identify(url, ok.body().path("session_start_limit"));
        } else {
          dial(url);
        }
      }
      case Answer.Refused refused when refused.status() == 401 ->
          refused(new Disconnect.Closed(4004, refused.message()));
      case Answer.Refused refused -> again(new Disconnect.Broken(refused.message()), false);
      case Answer.Limited limited -> {
        wiring.monitor().phase(Phase.WAITING, "Discord limits the calls");
        Duration pause = wiring.pace().pause(attempts++);
        Duration told = limited.retryAfter();
        timers.startSingleTimer(Timer.CONNECT, told.compareTo(pause) > 0 ? told : pause);
      }
      case Answer.Failed failed ->
          again(new Disconnect.Broken("Discord answered " + failed.detail()), false);
      case Answer.Unreachable unreachable ->
          again(new Disconnect.Broken(unreachable.detail()), false);
    }
  }

  private void identify(String url, JsonNode limit) {
    int remaining = limit.path("remaining").asInt(Integer.MAX_VALUE);
    starts =
        new GatewayPace.Starts(
            limit.path("remaining").asInt(0), limit.path("total").asInt(Integer.MAX_VALUE));
    if (remaining < wiring.pace().startsKept()) {
      long reset = limit.path("reset_after").asLong(0);
      String words =
          "only %d session starts are left; trying again when Discord gives new ones"
              .formatted(remaining);
      getContext().getLog().error("No connection to Discord: {}", words);
      wiring.monitor().phase(Phase.HELD, words);
      Duration rest = wiring.pace().afterRefusal();
      timers.startSingleTimer(
          Timer.CONNECT, reset > 0 && reset < rest.toMillis() ? Duration.ofMillis(reset) : rest);
      return;
    }
    long wait = nextIdentify - System.nanoTime();
    if (wait > 0) {
      timers.startSingleTimer(Timer.CONNECT, Duration.ofNanos(wait));
      return;
    }
    nextIdentify = System.nanoTime() + wiring.pace().betweenIdentifies().toNanos();
    dial(url);
  }

  private void dial(String url) {
    Session resumed = resumes() ? session : Session.NONE;
    var reader = new FrameReader(resumed.id(), wiring.listener(), outlet(connection));
    ActorRef<Message> self = getContext().getSelf();
    long dialled = connection;
    socket =
        wiring
            .dialer()
            .dial(url, resumed, reader, disconnect -> self.tell(new Lost(dialled, disconnect)));
  }

  private FrameReader.Outlet outlet(long number) {
    ActorRef<Message> self = getContext().getSelf();
    AtomicBoolean begun = new AtomicBoolean();
    return new ConnectionOutlet(
        number,
        intake,
        frame -> visible(frame, begun.get()),
        () -> {
          begun.set(true);
          self.tell(new Established(number));
        },
        disconnect -> self.tell(new Lost(number, disconnect)),
        wiring.monitor());
  }

  /** A resume repeats events before RESUMED, so events before that count as replayed. */
  private Optional<VisibleChannels> visible(Frame frame, boolean begun) {
    Optional<VisibleChannels> now;
    try {
      now = wiring.visible().apply(frame);
    } catch (RuntimeException e) {
      getContext().getSystem().log().error("What {} changes is not known", frame.type(), e);
      now = Optional.of(VisibleChannels.NONE);
    }
    return begun ? now : now.map(VisibleChannels::asReplayed);
  }

  private void established(long number) {
    if (number != connection) {
      return;
    }
    getContext()
        .getLog()
        .info("Connected to Discord{}", resumes() ? ", with the session that there was" : "");
    presence.established(resumes());
    sessionLost = false;
    resumption.over();
    established = true;
    establishedAt = System.nanoTime();
    wiring.monitor().phase(Phase.CONNECTED, "");
    first.complete(new FirstConnection.Made());
    showPresence();
  }

  private void showPresence() {
    GatewaySocket present = socket;
    if (present != null && established) {
      presence.due(System.nanoTime()).ifPresent(present::presence);
    }
  }

  private void lost(long number, Disconnect disconnect) {
    GatewaySocket ended = socket;
    if (number != connection || ended == null) {
      return;
    }
    drop();
    boolean wasEstablished = established;
    established = false;
    if (wasEstablished && System.nanoTime() - establishedAt > STEADY.toNanos()) {
      attempts = 0;
    }
    switch (disconnect.verdict()) {
      case REFUSED -> refused((Disconnect.Closed) disconnect);
      case IDENTIFY -> {
        sessionLost = true;
        long earliest = System.nanoTime() + wiring.pace().beforeNewSession().toNanos();
        nextIdentify = Math.max(nextIdentify, earliest);
        again(disconnect, ended.greeted());
      }
      case RESUME -> {
        if (resumes()
            && !wasEstablished
            && ended.greeted()
            && !(disconnect instanceof Disconnect.Overflown)) {
          notResumed();
        }
        again(disconnect, ended.greeted());
      }
    }
  }

  private void notResumed() {
    long now = System.nanoTime();
    resumption.failed(session, now);
    if (resumption.isHopeless(now)) {
      getContext()
          .getLog()
          .warn("Discord does not resume the session; a new one begins, and the gap is read back");
      resumption.over();
      sessionLost = true;
      attempts = 0;
    }
  }

  private void again(Disconnect disconnect, boolean reached) {
    // A resume, or a gateway that is not reached, costs none of the day's session starts.
    boolean free = !reached || resumes();
    Duration usual =
        free ? wiring.pace().pauseForFree(attempts) : wiring.pace().pauseForStart(attempts, starts);
    Duration pause = resumption.capped(usual, System.nanoTime());
    attempts++;
    var log = getContext().getLog();
    log.atLevel(disconnect instanceof Disconnect.Asked ? Level.INFO : Level.WARN)
        .log(
            "No connection to Discord: {}; trying again in {} ms",
            disconnect.words(),
            pause.toMillis());
    wiring.monitor().phase(Phase.WAITING, disconnect.words());
    timers.startSingleTimer(Timer.CONNECT, pause);
  }

  private void refused(Disconnect.Closed loss) {
    String words = loss.remedy();
    getContext().getLog().error("Discord refuses the connection: {}", words);
    wiring.monitor().phase(Phase.REFUSED, words);
    first.complete(new FirstConnection.Refused(loss.code(), words));
    timers.startSingleTimer(Timer.CONNECT, wiring.pace().afterRefusal());
  }

  private void look() {
    GatewaySocket present = socket;
    if (present == null) {
      return;
    }
    wiring.monitor().latency(present.latency());
    if (present.silent()) {
      lost(connection, new Disconnect.Broken("Discord does not answer any more"));
    } else if (!established && present.withholds(wiring.pace().forTheSession())) {
      lost(connection, new Disconnect.Broken("Discord neither resumes the session nor begins one"));
    } else {
      showPresence();
    }
  }

  private void drop() {
    GatewaySocket present = socket;
    if (present != null) {
      present.drop();
      socket = null;
    }
  }
}
