package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.dm;
import static dev.switchboard.discord.api.Payloads.frame;
import static dev.switchboard.discord.api.Payloads.id;
import static dev.switchboard.discord.api.Payloads.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.gateway.FrameIntake;
import dev.switchboard.discord.gateway.Session;
import dev.switchboard.discord.gateway.VisibleChannels;
import dev.switchboard.discord.guild.ActingMember;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.NewTicketChannels;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.StorageRefused;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.ticket.show.ChannelTopic;
import dev.switchboard.timing.Snowflake;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InboxWriterTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final DiscordSettings SETTINGS = Payloads.settings("http://127.0.0.1:1");
  private static final long NEW_CHANNEL = id(100);
  private static final String TOPIC = "Ticket #7 · ann · 51 · opened 2026-01-01T00:01:40Z";

  private final GuildDirectory directory = new GuildDirectory(SETTINGS.place());

  @BeforeEach
  void empty() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute("truncate inbox, gateway_session, dm_channel, ticket_channel"));
    learn("{'id':'%d','name':'Inbox','type':4}".formatted(SETTINGS.place().inboxCategory()));
    learn("{'id':'3009','name':'Inbox 2','type':4}");
    learn("{'id':'3010','name':'Elsewhere','type':4}");
  }

  @Test
  void aDeposedHolderWritesNothingAndMovesNoSequence() {
    try (var deposed = acquire()) {
      InboxWriter writer = writer(deposed::fence, at(NEW_CHANNEL));
      Session session =
          now(writer.write(Session.NONE, List.of(read(1, "READY", Payloads.ready("A", "ws://x")))))
              .session();
      // Others took over while this process stood still.
      DATABASE
          .database()
          .jdbi()
          .useHandle(handle -> handle.execute("update lease set epoch = epoch + 1"));
      var message = read(2, "MESSAGE_CREATE", dm(51, 61, id(1), "hi"));
      assertThatThrownBy(() -> now(writer.write(session, List.of(message))))
          .hasRootCauseInstanceOf(StorageRefused.class);
      assertThatThrownBy(() -> now(writer.deadLetter(session, message, "odd")))
          .hasRootCauseInstanceOf(StorageRefused.class);
      assertThat(count("inbox")).isZero();
      assertThat(count("dm_channel")).isZero();
      assertThat(now(writer.load()).orElseThrow().sequence()).isEqualTo(1);
    }
  }

  private static VisibleChannels visible(Long... channels) {
    return new VisibleChannels(Set.of(channels), 0, false, false);
  }

  private static VisibleChannels made(long channel) {
    return new VisibleChannels(Set.of(channel), channel, true, false);
  }

  /** Whatever changed in the batch before: a mark that moved would pass over what was said. */
  private static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of("nothing", List.of(), false),
        Arguments.of("still seen", List.of(visible(77L)), false),
        Arguments.of("another was made before this one is told", List.of(made(78L)), false),
        Arguments.of("hidden and told as made", List.of(visible(), made(77L)), true),
        Arguments.of("hidden and shown", List.of(visible(), visible(77L)), true),
        Arguments.of("said although hidden", List.of(visible(78L)), true),
        Arguments.of("repeated by a resume", List.of(visible(77L).asReplayed()), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void whatIsSaidMovesTheMarkOnlyWithoutAGap(
      String name, List<VisibleChannels> changes, boolean gap) {
    InboxWriter writer = writer(Fence.NONE, Clock.systemUTC());
    Session session =
        now(writer.write(Session.NONE, List.of(read(1, "READY", Payloads.ready("A", "ws://x")))))
            .session();
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "insert into ticket_channel (channel_id, ticket, mark, epoch, swept) values (77, 7,"
                    + " 5, ?, ?)",
                session.epoch(),
                session.epoch()));
    List<FrameIntake.Item> entries = new ArrayList<>();
    for (VisibleChannels change : changes) {
      entries.add(
          new FrameIntake.Item.Read(
              frame(2 + entries.size(), "CHANNEL_UPDATE", json("{}")), Optional.of(change)));
    }
    entries.add(typed(entries.size(), "{'roles':['50']}", "hello"));
    InboxWriter.Written written = now(writer.write(session, entries));
    assertThat(written.added()).singleElement().matches(added -> added.gap() == gap);
    assertThat(written.unread()).isEqualTo(gap);
    assertThat(count("ticket_channel where mark = 5 and epoch < " + session.epoch()))
        .isEqualTo(gap ? 1 : 0);
    assertThat(count("ticket_channel where mark > 5 and epoch = " + session.epoch()))
        .isEqualTo(gap ? 0 : 1);
  }

  @Test
  void aNoteInAChannelThatWasJustMadeForATicketIsKeptUntilItIsKnownWhoseItIs() {
    TicketChannels tickets = channels(at(NEW_CHANNEL));
    learnTicketChannel(SETTINGS.place().inboxCategory());
    writeNote(tickets);
    assertThat(count("inbox")).isEqualTo(1);
    assertThatThrownBy(() -> now(tickets.ticketOf(NEW_CHANNEL)))
        .hasRootCauseInstanceOf(TicketChannels.NotRegisteredYet.class);
    now(tickets.register(NEW_CHANNEL, 7));
    assertThat(now(tickets.ticketOf(NEW_CHANNEL))).isEqualTo(OptionalLong.of(7));
  }

  @Test
  void aCommandTypedInAChannelWithoutATicketIsKeptOnlyOfStaff() {
    Predicate<JsonNode> staff = message -> ActingMember.ofMessage(message).roles().contains(50L);
    InboxWriter writer =
        new InboxWriter(
            new FencedDatabase(DATABASE.database(), Fence.NONE),
            new FrameSorter(SETTINGS, staff),
            channels(Clock.systemUTC()),
            Clock.systemUTC());
    List<FrameIntake.Item> typed = new ArrayList<>();
    for (String member : List.of("{'roles':['50']}", "{'roles':['51']}", "{'roles':[]}", "null")) {
      for (String text : List.of("!reply hello", "!", "!!!", "hello")) {
        typed.add(typed(typed.size(), member, text));
      }
    }
    now(writer.write(Session.NONE, typed));
    assertThat(count("inbox")).isEqualTo(3);
  }

  private static FrameIntake.Item typed(int number, String member, String text) {
    return read(
        2 + number,
        "MESSAGE_CREATE",
        json(
            """
            {'id':'%d','channel_id':'77','guild_id':'%d','content':'%s','member':%s,'author':{'id':'9','username':'s'}}
            """
                .formatted(7_000 + number, SETTINGS.place().staffGuild(), text, member)));
  }

  @Test
  void anOverflowCategoryCountsAsTheInbox() {
    learnTicketChannel(3009);
    writeNote(channels(at(NEW_CHANNEL)));
    assertThat(count("inbox")).isEqualTo(1);
  }

  @Test
  void whatIsSaidInAnotherCategoryOrLongAfterwardsIsNobodys() {
    learnTicketChannel(3010);
    writeNote(channels(at(NEW_CHANNEL)));
    learnTicketChannel(SETTINGS.place().inboxCategory());
    TicketChannels late = channels(at(id(100 + 3_600)));
    writeNote(late);
    assertThat(count("inbox")).isZero();
    assertThat(now(late.ticketOf(NEW_CHANNEL))).isEmpty();
  }

  @Test
  void aTicketsChannelIsRecognisedByItsTopic() {
    assertThat(ChannelTopic.isTickets(TOPIC)).isTrue();
    assertThat(ChannelTopic.isTickets("Where we talk about Ticket #7 · and others")).isFalse();
  }

  private void learnTicketChannel(long category) {
    learn(
        "{'id':'%d','name':'ann','type':0,'parent_id':'%d','topic':'%s'}"
            .formatted(NEW_CHANNEL, category, TOPIC));
  }

  private void learn(String channel) {
    directory.learnChannel(SETTINGS.place().staffGuild(), json(channel));
  }

  private void writeNote(TicketChannels tickets) {
    InboxWriter writer =
        new InboxWriter(
            new FencedDatabase(DATABASE.database(), Fence.NONE),
            new FrameSorter(SETTINGS),
            tickets,
            Clock.systemUTC());
    now(
        writer.write(
            Session.NONE,
            List.of(
                read(
                    2,
                    "MESSAGE_CREATE",
                    json(
                        """
                        {'id':'%d','channel_id':'%d','guild_id':'%d','content':'a note','author':{'id':'9','username':'s'}}
                        """
                            .formatted(
                                NEW_CHANNEL + 1, NEW_CHANNEL, SETTINGS.place().staffGuild()))))));
  }

  private InboxWriter writer(Fence fence, Clock clock) {
    return new InboxWriter(
        new FencedDatabase(DATABASE.database(), fence),
        new FrameSorter(SETTINGS),
        channels(clock),
        clock);
  }

  private TicketChannels channels(Clock clock) {
    return new TicketChannels(
        DATABASE.database(), new NewTicketChannels(directory, SETTINGS.place(), clock));
  }

  private static Clock at(long snowflake) {
    Instant instant = Snowflake.time(snowflake).plusMillis(5);
    return Clock.fixed(instant, ZoneOffset.UTC);
  }

  private static DatabaseLease acquire() {
    return DatabaseLease.tryAcquire(DATABASE.settings(), "switchboard", "node").orElseThrow();
  }

  private static FrameIntake.Item read(long sequence, String type, JsonNode data) {
    return new FrameIntake.Item.Read(frame(sequence, type, data));
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static int count(String table) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one());
  }
}
