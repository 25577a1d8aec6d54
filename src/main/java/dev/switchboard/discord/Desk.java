package dev.switchboard.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.TicketCommand.Membership;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The staff's side in Discord: takes the stored events of the staff guild, asks the tickets, and
 * answers people.
 *
 * <p>Thread-safe.
 */
public final class Desk implements StaffArrivals, FrameListener {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final ActorRef<StaffDesk.Message> staffDesk;
  private final Interactions interactions;
  private final StaffTyping typing;
  private final boolean typingRelayed;

  /**
   * What is stored.
   *
   * @param inbox the staff side's events
   * @param database where deferrals are noted
   */
  public record Stores(StaffInbox inbox, Database database) {}

  /**
   * @param typingRelayed whether members see staff type
   */
  record Options(boolean typingRelayed, Interactions.Patience patience, Duration firstPause) {}

  private Desk(
      ActorRef<StaffDesk.Message> staffDesk,
      Interactions interactions,
      StaffTyping typing,
      boolean typingRelayed) {
    this.staffDesk = staffDesk;
    this.interactions = interactions;
    this.typing = typing;
    this.typingRelayed = typingRelayed;
  }

  /** Starts it, as a child of the given actor. */
  static Desk start(
      ActorContext<?> parent,
      DeskPorts ports,
      DeskRules rules,
      DiscordSettings.Place place,
      Stores stores,
      Options options) {
    Interactions interactions =
        new Interactions(ports, rules, new Deferrals(stores.database()), options.patience());
    DeskAnswers answers = new DeskAnswers(ports.tickets(), ports.dispatch());
    var messages = new StaffMessages(ports, rules, answers);
    var commands = new StaffInteractions(ports, rules, answers, interactions);
    var community = new CommunityEvents(ports, place.communityGuild());
    Clock clock = options.patience().clock();
    DeskWork work = taken -> take(taken, messages, commands, community);
    var surroundings =
        new DeskRoute.Surroundings(stores.inbox(), work, clock, options.firstPause(), IDLE);
    return new Desk(
        parent.spawn(StaffDesk.create(surroundings), "staff-desk"),
        interactions,
        new StaffTyping(ports, rules.staff(), clock),
        options.typingRelayed());
  }

  @Override
  public void deliver(StoredEvent event) {
    if (event.kind().equals(StoredEvent.INTERACTION)) {
      interactions.stored(Long.parseLong(event.key()));
    }
    staffDesk.tell(new StaffDesk.Message.Deliver(event));
  }

  @Override
  public void wake(String route) {
    staffDesk.tell(new StaffDesk.Message.Wake(route));
  }

  @Override
  public void seen(String type, JsonNode data) {
    interactions.seen(type, data);
    if (typingRelayed) {
      typing.seen(type, data);
    }
  }

  private static CompletionStage<Void> take(
      Taken taken, StaffMessages messages, StaffInteractions commands, CommunityEvents community) {
    JsonNode payload = json(taken.event());
    Instant since = taken.since();
    return switch (taken.event().kind()) {
      case StoredEvent.MESSAGE -> messages.written(payload, since);
      case StoredEvent.EDIT -> messages.edited(payload);
      case StoredEvent.DELETE -> messages.deleted(payload, since);
      case StoredEvent.REACTION -> messages.reacted(payload, since);
      case StoredEvent.INTERACTION -> commands.take(payload, since);
      case StoredEvent.CHANNEL_DELETE -> community.channelDeleted(payload, since);
      case StoredEvent.MEMBER_JOIN -> community.membership(payload, Membership.BACK, since);
      case StoredEvent.MEMBER_LEAVE -> community.membership(payload, Membership.LEFT, since);
      case StoredEvent.BAN -> community.membership(payload, Membership.BANNED, since);
      default ->
          throw new IllegalArgumentException("a kind that is not known: " + taken.event().kind());
    };
  }

  private static JsonNode json(StoredEvent event) {
    try {
      return JSON.readTree(event.payload());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
