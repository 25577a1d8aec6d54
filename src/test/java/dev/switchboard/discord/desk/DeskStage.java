package dev.switchboard.discord.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.FakeDispatch;
import dev.switchboard.discord.FakeTickets;
import dev.switchboard.discord.api.DiscordRest;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.PacedRest;
import dev.switchboard.discord.command.CommandAnswers;
import dev.switchboard.discord.command.CommandPorts;
import dev.switchboard.discord.command.CommandRules;
import dev.switchboard.discord.command.Commands;
import dev.switchboard.discord.guild.FakeStaffGuild;
import dev.switchboard.discord.guild.StaffRule;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.Correspondents;
import dev.switchboard.ticket.StaffChannels;
import dev.switchboard.ticket.model.Arrival;
import dev.switchboard.timing.Snowflake;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a test of the desk stands on: staff guild 100 with the staff role 11, community guild 200,
 * channel 900 of ticket 7, whose member 50 it is. Anna, 5, is staff.
 */
public final class DeskStage implements AutoCloseable {
  static final long STAFF_GUILD = 100;
  static final long CHANNEL = 900;
  static final long LOG = 910;
  static final long TICKET = 7;
  private static final AtomicLong SERIAL = new AtomicLong();
  private static final ObjectMapper JSON = new ObjectMapper();

  final FakeTickets tickets = new FakeTickets();
  final FakeDispatch dispatch = new FakeDispatch();
  final DiscordRest rest;
  final CommandPorts ports;
  final CommandRules rules;
  private final DiscordSettings.Community community;

  DeskStage(DiscordSettings.Access access) {
    this(
        access,
        new DiscordSettings.Community(200, STAFF_GUILD, 300, List.of(11L), OptionalLong.empty()),
        CHANNEL);
  }

  DeskStage(
      DiscordSettings.Access access, DiscordSettings.Community community, long ticketChannel) {
    rest = new DiscordRest(access);
    ports =
        new CommandPorts(
            tickets,
            new OneChannel(ticketChannel),
            new OneMember(),
            dispatch,
            new PacedRest(rest, 1_000));
    this.community = community;
    rules = rules(OptionalLong.of(LOG));
  }

  CommandRules rules(OptionalLong log) {
    return new CommandRules(
        new Commands(TestWords.ENGLISH, "!", () -> Duration.ofMillis(42)),
        new StaffRule(community, new FakeStaffGuild()),
        77,
        log);
  }

  CommandAnswers answers() {
    return new CommandAnswers(tickets, dispatch, TestWords.ENGLISH);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An id that was made so long ago. */
  static long idOfAge(Duration age) {
    return Snowflake.at(Instant.now().minus(age)) + SERIAL.getAndIncrement();
  }

  /** A message in the staff guild by a user with one role. */
  static JsonNode message(long id, long channel, long user, long role, String content) {
    JsonNode message =
        json(
            ("{'id':'%d','channel_id':'%d','guild_id':'%d','type':0,"
                    + "'author':{'id':'%d','username':'anna'},'member':{'roles':['%d']},'content':null}")
                .formatted(id, channel, STAFF_GUILD, user, role));
    ((ObjectNode) message).put("content", content);
    return message;
  }

  public static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    rest.close();
  }

  private record OneChannel(long known) implements StaffChannels {
    @Override
    public CompletionStage<Void> register(long channel, long ticket) {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<OptionalLong> ticketOf(long channel) {
      return CompletableFuture.completedStage(
          channel == known ? OptionalLong.of(TICKET) : OptionalLong.empty());
    }
  }

  private static final class OneMember implements Correspondents {
    @Override
    public void deliver(Arrival arrival, boolean gap) {
      throw new AssertionError("the desk has no arrivals of members");
    }

    @Override
    public void wake(long user) {
      throw new AssertionError("the desk wakes no members");
    }

    @Override
    public void typing(long user) {
      throw new AssertionError("the desk sees no members type");
    }

    @Override
    public CompletionStage<List<Long>> tickets(long user) {
      throw new AssertionError("the desk asks for no other tickets");
    }

    @Override
    public CompletionStage<OptionalLong> openTicket(long user) {
      return CompletableFuture.completedStage(
          user == 50 ? OptionalLong.of(TICKET) : OptionalLong.empty());
    }
  }
}
