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
import dev.switchboard.text.Words;
import dev.switchboard.ticket.Conversations;
import dev.switchboard.ticket.Correspondents;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Receives all gateway events of a bot in one actor: the link, the intake and the maintenance of
 * the inbox. Each bot must have only one.
 */
public final class GatewayIntake {
  private GatewayIntake() {}

  /**
   * The components to read from and write to.
   *
   * @param history reads missed messages, with the lowest priority of the bot's calls
   * @param commands selects the messages to keep in channels without a ticket
   */
  public record Sources(
      DiscordSettings settings,
      FencedDatabase database,
      DiscordRest rest,
      TicketChannels tickets,
      History history,
      Predicate<JsonNode> commands) {}

  /** The source of missed messages, and of the messages that are known already. */
  public record History(HistoryReader channels, Conversations conversations) {}

  /**
   * The receivers of events.
   *
   * @param listener gets each event before it is stored
   * @param visible the channels that the bot sees; empty unless the event, which the listener
   *     already got, may have changed them
   * @param status asked for the line that the bot's presence shows
   */
  public record Listeners(
      Correspondents correspondents,
      StaffArrivals staff,
      FrameListener listener,
      Function<Frame, Optional<VisibleChannels>> visible,
      Supplier<String> status,
      Words words) {}

  /**
   * Creates the actor; {@link GatewayLink.Stop} stops it.
   *
   * @param monitor updated by the actor
   * @param first completed when the first connection is made or refused
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
      var deliveries =
          new Deliveries(listeners.correspondents(), listeners.staff(), listeners.words());
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
              listeners.status(),
              monitor,
              tuning.pace());
      return GatewayLink.create(wiring, intake, tuning.first());
    });
  }
}
