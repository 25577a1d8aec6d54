package dev.switchboard.discord;

import dev.switchboard.storage.Database;
import dev.switchboard.ticket.Correspondents;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * All that comes in from Discord's gateway, as one actor: the link, the intake and the keeping of
 * the inbox. There must be only one for each bot.
 */
public final class GatewayIntake {
  private GatewayIntake() {}

  /** What there is to connect to. */
  public record Sources(
      DiscordSettings settings,
      Database database,
      Fence fence,
      DiscordRest rest,
      TicketChannels tickets) {}

  /**
   * Who hears of what comes in.
   *
   * @param listener shown each event before it is stored
   */
  public record Listeners(
      Correspondents correspondents, StaffArrivals staff, FrameListener listener) {}

  /**
   * The actor; {@link GatewayLink.Stop} ends it in order.
   *
   * @param monitor is kept up to date by it
   * @param first is completed when the first connection is made or refused
   */
  public static Behavior<GatewayLink.Message> create(
      Sources sources,
      Listeners listeners,
      GatewayMonitor monitor,
      CompletableFuture<GatewayLink.FirstConnection> first) {
    return create(
        sources,
        sources.rest()::exchange,
        listeners,
        monitor,
        new Tuning(Intake.Limits.USUAL, GatewayPace.USUAL, first));
  }

  record Tuning(
      Intake.Limits limits,
      GatewayPace pace,
      CompletableFuture<GatewayLink.FirstConnection> first) {}

  static Behavior<GatewayLink.Message> create(
      Sources sources,
      GatewayLink.CallRest rest,
      Listeners listeners,
      GatewayMonitor monitor,
      Tuning tuning) {
    return Behaviors.setup(context -> {
      var clock = Clock.systemUTC();
      var deliveries = new Deliveries(listeners.correspondents(), listeners.staff());
      var keeping =
          context.spawn(
              InboxKeeping.create(sources.database(), deliveries, clock), "inbox-keeping");
      var writer =
          new InboxWriter(
              sources.database(),
              sources.fence(),
              new FrameSorter(sources.settings()),
              sources.tickets(),
              clock);
      var outside =
          new Intake.Outside(
              deliveries, () -> keeping.tell(InboxKeeping.Ask.WAKE_ALL), monitor, tuning.limits());
      var intake = context.spawn(Intake.create(writer, outside), "intake");
      var wiring =
          new GatewayLink.Wiring(
              new GatewayDialer(sources.settings().access()),
              rest,
              listeners.listener(),
              monitor,
              tuning.pace());
      return GatewayLink.create(wiring, intake, tuning.first());
    });
  }
}
