package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway session is lost: what no session saw is found all the same, without a live message. */
class SweepTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int MESSAGES = 30;

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void aDayAwayLosesNothingAndDoublesNothing() {
    OpenTicket ann = OpenTicket.of(product, "ann");
    OpenTicket ben = OpenTicket.of(product, "ben");
    OpenTicket former = OpenTicket.of(product, "formerly");
    client.send(former.sam(), former.channel(), "!close -s done");
    await().atMost(PATIENCE).until(() -> !product.ticketChannels().contains(former.channel()));
    long changed = shown(ann, "teh first words");
    long taken = shown(ann, "words to be taken back");
    long note = noted(ann, "a note to be changed");
    long tornOff = noted(ann, "a note to be taken back");

    product.stop();
    for (int i = 0; i < MESSAGES; i++) {
      client.sendDm(i % 2 == 0 ? ann.member() : ben.member(), "gap %d.".formatted(i));
    }
    client.sendDm(former.member(), "it is me again");
    client.sendDm(former.member(), "and one thing more");
    client.edit(ann.member(), ann.dm(), changed, "the first words");
    client.delete(ann.member(), ann.dm(), taken);
    client.edit(ann.sam(), ann.channel(), note, "a note that was changed");
    client.delete(ann.sam(), ann.channel(), tornOff);
    client.send(ann.sam(), ann.channel(), "a note in the gap");
    client.send(ann.sam(), ann.channel(), "!r answered in the gap");
    client.advanceClock(Duration.ofHours(24));
    client.sendDm(ben.member(), "gap %d.".formatted(MESSAGES));
    product.startAgain();

    long again = OpenTicket.awaitChannel(product, former.member(), former.channel());
    product.awaitStaff(again, says("and one thing more"));
    ann.awaitStaff(says("gap %d.".formatted(MESSAGES - 2)));
    ben.awaitStaff(says("gap %d.".formatted(MESSAGES)));
    ann.awaitStaff(says("the first words"));
    ann.awaitStaff(says("words to be taken back").and(says("deleted")));
    ann.awaitStaff(says("answered in the gap").and(says("It was not executed.")));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(notes())
                .containsExactly(
                    "a note that was changed",
                    "a note to be taken back (deleted)",
                    "a note in the gap"));
    // A second new session finds nothing that was not found by the first.
    loseSession();
    client.sendDm(ann.member(), "gap %d.".formatted(MESSAGES + 2));
    ann.awaitStaff(says("gap %d.".formatted(MESSAGES + 2)));

    assertThat(gaps(ann.staffSee())).containsExactlyElementsOf(numbers(0));
    assertThat(gaps(ben.staffSee())).containsExactlyElementsOf(numbers(1));
    assertThat(ann.staffSee()).filteredOn(says("It was not executed.")).hasSize(1);
    assertThat(ann.memberSees()).noneMatch(says("answered in the gap"));
    String opened = String.join("\n", product.staffRead(again));
    assertThat(opened.split("it is me again", -1)).hasSize(2);
    assertThat(opened.indexOf("it is me again")).isLessThan(opened.indexOf("and one thing more"));
  }

  @Test
  void aSessionLostWhileRunningLeavesNoGap() {
    OpenTicket ticket = OpenTicket.of(product, "interrupted");
    long changed = shown(ticket, "before hte gap");

    // Nobody listens for a while: the session is gone, and there is no gateway for a new one.
    client.fault(
        form()
            .put("kind", "status")
            .put("route", "GET /gateway/bot")
            .put("status", 503)
            .put("for_millis", 4_000));
    loseSession();
    for (int i = 0; i < 6; i++) {
      client.sendDm(ticket.member(), "gap %d.".formatted(i));
    }
    client.edit(ticket.member(), ticket.dm(), changed, "before the gap");
    client.send(ticket.sam(), ticket.channel(), "!r said in the gap");

    ticket.awaitStaff(says("gap 5."));
    ticket.awaitStaff(says("before the gap"));
    ticket.awaitMember(says("said in the gap"));
    assertThat(gaps(ticket.staffSee())).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @ParameterizedTest(name = "and the session is gone: {0}")
  @ValueSource(booleans = {false, true})
  void aChannelDeletedByHandIsMadeAnew(boolean gone) {
    OpenTicket ticket = OpenTicket.of(product, "resettled" + gone);
    OpenTicket silent = OpenTicket.of(product, "silent" + gone);

    product.stop();
    ticket.client().deleteChannel(ticket.channel());
    silent.client().deleteChannel(silent.channel());
    ticket.client().sendDm(ticket.member(), "is anybody there?");
    if (gone) {
      ticket.client().gateway("forget_sessions", form());
    }
    product.startAgain();

    long anew = OpenTicket.awaitChannel(product, ticket.member(), ticket.channel());
    product.awaitStaff(anew, says("is anybody there?"));
    long other = OpenTicket.awaitChannel(product, silent.member(), silent.channel());
    ticket.client().send(ticket.sam(), anew, "!r we are");
    ticket.awaitMember(says("we are"));
    silent.client().send(silent.sam(), other, "!r and here, too");
    silent.awaitMember(says("and here, too"));
    assertThat(product.staffSee(anew)).filteredOn(says("is anybody there?")).hasSize(1);
    assertThat(OpenTicket.channels(product, ticket.member())).containsExactly(anew);
    assertThat(OpenTicket.channels(product, silent.member())).containsExactly(other);
  }

  private static void loseSession() {
    client.gateway("invalidate", form().put("resumable", false));
  }

  private static long shown(OpenTicket ticket, String text) {
    JsonNode message = client.sendDm(ticket.member(), text);
    ticket.awaitStaff(says(text));
    return id(message);
  }

  private static long noted(OpenTicket ticket, String text) {
    JsonNode message = client.send(ticket.sam(), ticket.channel(), text);
    await().atMost(PATIENCE).until(() -> notes().contains(text));
    return id(message);
  }

  /** All notes in all tickets, as they are now. */
  private static List<String> notes() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select text || case when deleted_at is null then '' else ' (deleted)' end
                    from ticket_message where kind = 'note' order by ticket, number
                    """)
                .mapTo(String.class)
                .list());
  }

  /** The numbers of the messages from the gap, in the order in which they stand there. */
  private static List<Integer> gaps(List<JsonNode> messages) {
    List<Integer> found = new ArrayList<>();
    Pattern gap = Pattern.compile("gap (\\d+)\\.");
    for (JsonNode message : messages) {
      gap.matcher(message.path("content").asText())
          .results()
          .forEach(match -> found.add(Integer.parseInt(match.group(1))));
    }
    return found;
  }

  private static List<Integer> numbers(int first) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      if (i % 2 == first) {
        numbers.add(i);
      }
    }
    numbers.add(first == 0 ? MESSAGES + 2 : MESSAGES);
    return numbers;
  }

  private static long id(JsonNode message) {
    return message.path("id").asLong();
  }
}
