package dev.switchboard.discord.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.gateway.Frame;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.gateway.GatewayDialer;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.discord.gateway.GatewayMonitor;
import dev.switchboard.discord.gateway.GatewayPace;
import dev.switchboard.discord.gateway.VisibleChannels;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.ticket.Correspondents;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * All that comes in from Discord's gateway, as one actor: the link, the intake and the keeping of
 * the inbox. There must be only one for each bot.
 */
public final class GatewayIntake {
  private GatewayIntake() {}

  /**
   * What there is to connect to.
   *
   * @param history reads what no session saw, behind all else that the bot asks of Discord
   * @param commands which messages are kept where no ticket is
   */
  public record Sources(
      DiscordSettings settings,
      FencedDatabase database,
      DiscordRest rest,
      TicketChannels tickets,
      History history,
      Predicate<JsonNode> commands) {}

  /** Where to read what no session saw, and of what to know that it was seen. */
  public record History(HistoryReader channels, Conversations conversations) {}

  /**
   * Who hears of what comes in.
   *
   * @param listener shown each event before it is stored
   * @param visible the channels that the bot sees, where an event that was just shown to the
   *     listener may have changed that
   */
  public record Listeners(
      Correspondents correspondents,
      StaffArrivals staff,
      FrameListener listener,
      Function<Frame, Optional<VisibleChannels>> visible) {}

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

  public record Tuning(
      Intake.Limits limits,
      GatewayPace pace,
      CompletableFuture<GatewayLink.FirstConnection> first) {}

  public static Behavior<GatewayLink.Message> create(
      Sources sources,
      GatewayLink.CallRest rest,
      Listeners listeners,
      GatewayMonitor monitor,
      Tuning tuning) {
    return Behaviors.setup(context -> {
      var clock = sources.rest().clock();
      var deliveries = new Deliveries(listeners.correspondents(), listeners.staff());
      var keeping =
          context.spawn(
              InboxKeeping.create(sources.database().database(), deliveries, clock),
              "inbox-keeping");
      var sweep =
          context.spawn(
              Backfill.create(
                  new Backfill.Means(
                      sources.database(),
                      sources.history().channels(),
                      sources.history().conversations(),
                      Backfill.Means.PAGE),
                  deliveries),
              "sweep");
      var writer =
          new InboxWriter(
              sources.database(),
              new FrameSorter(sources.settings(), sources.commands()),
              sources.tickets(),
              clock);
      var outside =
          new Intake.Outside(
              deliveries,
              new InboxKeeper() {
                @Override
                public void lookEverywhere() {
                  keeping.tell(InboxKeeping.Ask.WAKE_ALL);
                  sweep.tell(Backfill.Ask.BEGIN);
                }

                @Override
                public void lookAgain() {
                  sweep.tell(Backfill.Ask.AGAIN);
                }
              },
              monitor,
              tuning.limits());
      var intake = context.spawn(Intake.create(writer, outside), "intake");
      var wiring =
          new GatewayLink.Wiring(
              new GatewayDialer(sources.settings().access(), sources.rest().lookup()),
              rest,
              listeners.listener(),
              listeners.visible(),
              monitor,
              tuning.pace());
      return GatewayLink.create(wiring, intake, tuning.first());
    });
  }
}
