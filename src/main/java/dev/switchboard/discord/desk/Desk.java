package dev.switchboard.discord.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.switchboard.discord.api.BotIdentity;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.command.CommandAnswers;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.CommandRegistration;
import dev.switchboard.discord.command.CommandRules;
import dev.switchboard.discord.command.Commands;
import dev.switchboard.discord.command.Deferrals;
import dev.switchboard.discord.command.InteractionResponder;
import dev.switchboard.discord.command.SlashCommands;
import dev.switchboard.discord.gateway.FrameListener;
import dev.switchboard.discord.guild.DirectoryStaffGuild;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.StaffGuild;
import dev.switchboard.discord.guild.StaffRule;
import dev.switchboard.discord.inbox.StaffArrivals;
import dev.switchboard.discord.inbox.StaffInbox;
import dev.switchboard.discord.inbox.StoredEvent;
import dev.switchboard.storage.Database;
import dev.switchboard.text.DeskLanguages;
import dev.switchboard.text.WellFormed;
import dev.switchboard.ticket.model.TicketCommand.Membership;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * Takes the stored events of the staff guild, sends them to the tickets as commands, and answers
 * staff.
 *
 * <p>Thread-safe.
 */
public final class Desk implements StaffArrivals, FrameListener {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final ActorRef<StaffDesk.Message> staffDesk;
  private final InteractionResponder interactionResponder;
  private final Optional<StaffTyping> typing;
  private final CommandRegistration registration;

  /**
   * The storage that the desk uses.
   *
   * @param inbox the stored events for the desk
   * @param database the table of deferrals
   */
  public record Stores(StaffInbox inbox, Database database) {}

  /**
   * The desk's surroundings.
   *
   * @param directory the present roles and owner of the staff guild
   * @param heartbeat the latency of the gateway's last heartbeat, for {@code /ping}; zero before it
   * @param typing whether members see that staff type
   */
  public record Surroundings(
      DiscordSettings settings,
      DeskLanguages languages,
      GuildDirectory directory,
      BotIdentity bot,
      Supplier<Duration> heartbeat,
      boolean typing) {}

  private Desk(
      ActorRef<StaffDesk.Message> staffDesk,
      InteractionResponder interactionResponder,
      Optional<StaffTyping> typing,
      CommandRegistration registration) {
    this.staffDesk = staffDesk;
    this.interactionResponder = interactionResponder;
    this.typing = typing;
    this.registration = registration;
  }

  /** Starts the desk as a child of the given actor. */
  public static Desk start(
      ActorContext<?> parent, Surroundings surroundings, CommandPorts ports, Stores stores) {
    DiscordSettings.Community place = surroundings.settings().place();
    StaffGuild guild = new DirectoryStaffGuild(surroundings.directory(), place.staffGuild());
    Commands commands =
        new Commands(
            surroundings.languages().words(),
            surroundings.settings().commandPrefix(),
            surroundings.heartbeat());
    CommandRules rules =
        new CommandRules(
            commands, new StaffRule(place, guild), surroundings.bot().user(), place.logChannel());
    Clock clock = ports.rest().rest().clock();
    InteractionResponder interactionResponder =
        new InteractionResponder(
            ports,
            rules,
            new Deferrals(stores.database()),
            InteractionResponder.Patience.usual(clock));
    DeskWork work = work(ports, rules, interactionResponder, place);
    var routes = new DeskRoute.Surroundings(stores.inbox(), work, clock, FIRST_PAUSE, IDLE);
    Optional<StaffTyping> typing =
        surroundings.typing()
            ? Optional.of(new StaffTyping(ports, rules.staff(), clock))
            : Optional.empty();
    return new Desk(
        parent.spawn(StaffDesk.create(routes), "staff-desk"),
        interactionResponder,
        typing,
        new CommandRegistration(
            ports,
            surroundings.bot().application(),
            place.staffGuild(),
            () ->
                SlashCommands.of(
                    commands,
                    surroundings.languages().translations(),
                    SlashCommands.permission(place, guild))));
  }

  private static DeskWork work(
      CommandPorts ports,
      CommandRules rules,
      InteractionResponder interactionResponder,
      DiscordSettings.Community place) {
    CommandAnswers answers = new CommandAnswers(ports.tickets(), ports.dispatch(), rules.words());
    var messages = new StaffMessages(ports, rules, answers);
    var staffInteractions = new StaffInteractions(ports, rules, answers, interactionResponder);
    var community = new CommunityEvents(ports, rules.words(), place.communityGuild());
    return new DeskWork() {
      @Override
      public CompletionStage<Void> take(PendingEvent pendingEvent) {
        return Desk.take(pendingEvent, messages, staffInteractions, community);
      }

      @Override
      public CompletionStage<Void> deadLettered(PendingEvent pendingEvent) {
        return pendingEvent.event().kind().equals(StoredEvent.INTERACTION)
            ? staffInteractions.deadLettered(json(pendingEvent.event()), pendingEvent.since())
            : DeskWork.super.deadLettered(pendingEvent);
      }
    };
  }

  /**
   * Registers changed slash commands, and repeats this until Discord answers. Call it once after
   * the start, when the directory knows the roles of the staff guild.
   *
   * @return completes when Discord has taken or refused them; a refusal is logged
   */
  public CompletionStage<Void> registerCommands() {
    return registration.register().thenAccept(_ -> {});
  }

  @Override
  public void deliver(StoredEvent event) {
    if (event.kind().equals(StoredEvent.INTERACTION)) {
      interactionResponder.stored(Long.parseLong(event.key()));
    }
    staffDesk.tell(new StaffDesk.Message.Deliver(event));
  }

  @Override
  public void wake(String route) {
    staffDesk.tell(new StaffDesk.Message.Wake(route));
  }

  @Override
  public void seen(String type, JsonNode data) {
    interactionResponder.seen(type, data);
    typing.ifPresent(relayed -> relayed.seen(type, data));
  }

  private static CompletionStage<Void> take(
      PendingEvent pendingEvent,
      StaffMessages messages,
      StaffInteractions commands,
      CommunityEvents community) {
    JsonNode payload = json(pendingEvent.event());
    Instant since = pendingEvent.since();
    return switch (pendingEvent.event().kind()) {
      case StoredEvent.MESSAGE -> messages.written(payload, since);
      case StoredEvent.EDIT -> messages.edited(payload);
      case StoredEvent.DELETE -> messages.deleted(payload, since);
      case StoredEvent.REACTION -> messages.reacted(payload, since);
      case StoredEvent.INTERACTION -> commands.take(payload, since);
      case StoredEvent.UNREADABLE -> community.unreadable(payload, since);
      case StoredEvent.CHANNEL_DELETE -> community.channelDeleted(payload, since);
      case StoredEvent.MEMBER_JOIN ->
          community.membership(pendingEvent.event(), payload, Membership.BACK, since);
      case StoredEvent.MEMBER_LEAVE ->
          community.membership(pendingEvent.event(), payload, Membership.LEFT, since);
      case StoredEvent.BAN ->
          community.membership(pendingEvent.event(), payload, Membership.BANNED, since);
      default ->
          throw new IllegalArgumentException(
              "a kind that is not known: " + pendingEvent.event().kind());
    };
  }

  private static JsonNode json(StoredEvent event) {
    try {
      return WellFormed.json(JSON.readTree(event.payload()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
