package dev.switchboard.discord.inbox;

import static dev.switchboard.discord.api.Payloads.id;
import static dev.switchboard.discord.api.Payloads.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.discord.api.Answer;
import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.Payloads;
import dev.switchboard.discord.api.Refusals;
import dev.switchboard.discord.inbox.FrameSorter.Untold;
import dev.switchboard.storage.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of whose edits Discord did not say the text, too old for the pages that are read. */
class UnknownEditsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long ANN = 51;
  private static final long ANNS = 61;
  private static final long OLD = id(1);
  private static final int EPOCH = 3;
  private static final TrackedChannel.Dm CHANNEL = new TrackedChannel.Dm(ANN, ANNS);

  private final FakeConversations conversations = new FakeConversations();
  private final Map<Long, Answer> single = new HashMap<>();
  private final List<Long> asked = new ArrayList<>();
  private Runnable whileRead = () -> {};
  private long editedOnPage;

  /** A channel whose last hundred messages are known, all of them newer than the old one. */
  @BeforeEach
  void channel() {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "truncate gateway_session, dm_channel, ticket_channel, inbox, untold_edit");
          handle.execute(
              "insert into gateway_session values (0, 's', 1, '', ?, 0, timestamptz"
                  + " '2025-12-01', now())",
              EPOCH);
          handle.execute(
              "insert into dm_channel values (?, ?, ?, ?, ?)", ANN, ANNS, id(300), EPOCH, EPOCH);
        });
    conversations.messages.put(
        ANN, LongStream.range(101, 201).map(n -> id((int) n)).boxed().toList());
  }

  @Test
  void anOldMessageIsAskedForAndItsEditIsARow() {
    single.put(OLD, ok(edited(OLD, "'content':'new words',")));
    note(OLD);

    assertThat(read()).isInstanceOf(HistoryReader.Read.Complete.class);
    assertThat(rows()).containsExactly("edit " + OLD + " new words");
    assertThat(noted()).isEmpty();
    assertThat(unswept()).isZero();

    read();
    assertThat(asked).as("once").containsExactly(OLD);
  }

  @Test
  void oneThatIsGoneIsADeletion() {
    single.put(OLD, refused(404, Refusals.UNKNOWN_MESSAGE));
    note(OLD);

    read();
    assertThat(rows()).containsExactly("delete " + OLD + " ");
    assertThat(noted()).isEmpty();
  }

  @Test
  void oneThatAPageHoldsIsNotAskedForThoughItIsNotAmongTheKnown() {
    conversations.messages.put(ANN, List.of());
    editedOnPage = id(150);
    note(id(150));

    read();
    assertThat(asked).isEmpty();
    assertThat(rows()).containsExactly("edit " + id(150) + " on a page");
    assertThat(noted()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'content':null,"})
  void oneOfWhichDiscordDoesNotSayTheTextStays(String content) {
    single.put(OLD, ok(edited(OLD, content)));
    note(OLD);

    read();
    assertThat(rows()).isEmpty();
    assertThat(noted()).containsExactly(OLD);
    assertThat(unswept()).as("it holds nothing up").isZero();
  }

  @Test
  void oneThatDiscordDoesNotShowStaysAndHoldsNoOtherUp() {
    single.put(OLD, refused(403, 50001));
    single.put(id(2), ok(edited(id(2), "'content':'',")));
    note(OLD, id(2));

    read();
    assertThat(rows()).containsExactly("edit " + id(2) + " ");
    assertThat(noted()).containsExactly(OLD);
    assertThat(unswept()).isZero();
  }

  @Test
  void whatFailsIsReadAgain() {
    single.put(OLD, new Answer.Failed(500));
    note(OLD);

    assertThatThrownBy(this::read).hasMessageContaining("message " + OLD);
    assertThat(rows()).isEmpty();
    assertThat(noted()).containsExactly(OLD);
    assertThat(unswept()).isEqualTo(1);

    single.put(OLD, ok(edited(OLD, "'content':'new words',")));
    read();
    assertThat(noted()).isEmpty();
    assertThat(unswept()).isZero();
  }

  @Test
  void oneThatIsEditedAgainDuringTheReadingStays() {
    single.put(OLD, ok(edited(OLD, "'content':'new words',")));
    note(OLD);
    whileRead = () -> note(OLD);

    read();
    assertThat(noted()).containsExactly(OLD);
    assertThat(unswept()).isEqualTo(1);
  }

  @Test
  void theOldestOfAChannelGoWhereThereAreTooManyAndOnlyThose() {
    long other = 62;
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute("insert into ticket_channel (ticket, channel_id) values (1, ?)", other));
    assertThat(inTransaction(Set.of(new Untold(ANNS, 1), new Untold(other, 1)))).isZero();
    Set<Untold> more =
        LongStream.rangeClosed(2, UnknownEditTable.MOST)
            .mapToObj(n -> new Untold(ANNS, n))
            .collect(Collectors.toSet());
    assertThat(inTransaction(more)).isZero();
    assertThat(inTransaction(Set.of(new Untold(ANNS, 1)))).as("it is there").isZero();
    assertThat(inTransaction(Set.of(new Untold(ANNS, 9_999), new Untold(69, 1)))).isEqualTo(1);

    assertThat(noted()).hasSize(UnknownEditTable.MOST).contains(1L, 9_999L);
    assertThat(count("channel_id = " + other)).isEqualTo(1);
    assertThat(count("channel_id = 69")).as("of a channel that is not kept").isZero();
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> TrackedChannelTable.end(handle, List.of(other)));
    assertThat(count("channel_id = " + other)).isZero();
    assertThat(inTransaction(Set.of(new Untold(other, 2)))).isZero();
    assertThat(count("channel_id = " + other)).as("of a ticket that is over").isZero();
  }

  private HistoryReader.Read read() {
    var settings = Payloads.settings("http://127.0.0.1:1");
    return conversations
        .history(DATABASE.database(), this::answer, settings)
        .read(CHANNEL)
        .toCompletableFuture()
        .join();
  }

  private CompletableFuture<Answer> answer(Call call) {
    String[] parts = call.target().split("[/?]", -1);
    if (parts.length > 4 && parts[4].matches("\\d+")) {
      long message = Long.parseLong(parts[4]);
      asked.add(message);
      whileRead.run();
      return CompletableFuture.completedFuture(single.get(message));
    }
    ArrayNode page = JsonNodeFactory.instance.arrayNode();
    for (int n = 200; n > 100; n--) {
      page.add(
          id(n) == editedOnPage
              ? edited(id(n), "'content':'on a page',")
              : Payloads.dm(ANN, ANNS, id(n), "x"));
    }
    return CompletableFuture.completedFuture(ok(page));
  }

  private static JsonNode edited(long message, String content) {
    return json(
        "{'id':'%d','channel_id':'%d','type':0,%s'author':{'id':'%d','username':'ann'},'edited_timestamp':'2026-01-02T00:00:00+00:00'}"
            .formatted(message, ANNS, content, ANN));
  }

  private static Answer ok(JsonNode body) {
    return new Answer.Ok(200, body, Answer.RateHeaders.NONE);
  }

  private static Answer refused(int status, int code) {
    return new Answer.Refused(
        status, code, "no", JsonNodeFactory.instance.objectNode(), Answer.RateHeaders.NONE);
  }

  private static void note(long... messages) {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          TrackedChannelTable.unread(handle, List.of(ANNS));
          UnknownEditTable.note(
              handle, LongStream.of(messages).mapToObj(id -> new Untold(ANNS, id)).toList());
        });
  }

  private static int inTransaction(Set<Untold> edits) {
    return DATABASE.database().jdbi().inTransaction(handle -> UnknownEditTable.note(handle, edits));
  }

  private static Set<Long> noted() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> UnknownEditTable.of(handle, ANNS).keySet());
  }

  private static int unswept() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> TrackedChannelTable.countUnswept(handle, EPOCH));
  }

  private static long count(String where) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from untold_edit where " + where)
                .mapTo(Long.class)
                .one());
  }

  private static List<String> rows() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select kind, ordering, payload from inbox order by arrived")
                .map((row, context) ->
                    "%s %d %s"
                        .formatted(
                            row.getString(1),
                            row.getLong(2),
                            json(row.getString(3)).path("content").asText()))
                .list());
  }
}
