package dev.switchboard;

import static dev.switchboard.OpenTicket.bytes;
import static dev.switchboard.OpenTicket.says;
import static dev.switchboard.RunningProduct.PATIENCE;
import static dev.switchboard.RunningProduct.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What Discord refuses of a message does not take anything else with it. */
class RefusedPostsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String POSTS = "POST /channels/\\{channel}/messages$";
  private static final String PATCHES = "PATCH /channels/\\{channel}/messages";
  private static final String REACTIONS = "PUT .*/reactions/";

  @TempDir static Path data;

  private static RunningProduct product;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @AfterEach
  void end() {
    product.client().clearFaults();
  }

  /** Discord answers so as long as this is in a request. */
  private static void refuse(String route, int status, int code, String body) {
    product
        .client()
        .script(
            route,
            status,
            form().put("code", code).put("message", "Refused for the test"),
            form().put("body", body));
  }

  private static String postsTo(long channel) {
    return "/channels/" + channel + "/messages$";
  }

  /** While the next post is under way, what comes is put into one post together. */
  private static void collectWhatComes() {
    product
        .client()
        .fault(
            form().put("kind", "latency").put("route", POSTS).put("millis", 700).put("count", 1));
  }

  private static void write(OpenTicket ticket, String... texts) {
    for (String text : texts) {
      product.client().sendDm(ticket.member(), text);
    }
  }

  /** The words of this kind, in the order in which staff read them. */
  private static List<String> read(List<JsonNode> seen, String word) {
    Pattern pattern = Pattern.compile(word);
    return seen.stream()
        .flatMap(
            one -> pattern.matcher(one.path("content").asText()).results().map(MatchResult::group))
        .toList();
  }

  private static void awaitStaffRead(OpenTicket ticket, String word, List<String> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(read(ticket.staffSee(), word))
                .as(() -> "of " + product.staffRead(ticket.channel()))
                .isEqualTo(expected));
  }

  @Test
  void oneRefusedLinkOfABurstIsShownDefusedAndTheOthersAsTheyAre() {
    OpenTicket ticket = OpenTicket.of(product, "linker");
    refuse(POSTS, 400, 240000, "evil\\.example");

    write(ticket, "b1", "b2", "b3 see https://evil.example/x", "b4", "b5", "b6");

    awaitStaffRead(ticket, "\\bb\\d\\b", List.of("b1", "b2", "b3", "b4", "b5", "b6"));
    assertThat(ticket.awaitStaff(says("b3")).path("content").asText())
        .contains("`#4`", "https[:]//evil[.]example/x");
  }

  @Test
  void twoRefusedTextsOfABurstAreInFilesAtTheirPlaces() {
    OpenTicket ticket = OpenTicket.of(product, "swearer");
    refuse(POSTS, 400, 200000, "\"content\":\"[^\"]*darn");

    write(ticket, "c1", "c2 darn", "c3", "c4", "c5 darn", "c6", "c7");

    awaitStaffRead(
        ticket, "\\bc\\d\\b|`#[36]`", List.of("c1", "`#3`", "c3", "c4", "`#6`", "c6", "c7"));
    JsonNode second = ticket.awaitStaff(says("`#3`"));
    assertThat(second.path("content").asText()).contains("Discord refused this text", "200000");
    String text = new String(bytes(second.path("attachments").path(0).path("url").asText()), UTF_8);
    assertThat(text).contains("c2 darn");
  }

  @Test
  void aTextRefusedInEveryFormIsNamedAtItsPlace() {
    OpenTicket ticket = OpenTicket.of(product, "unspeakable");
    refuse(POSTS, 400, 50035, "xyzzy");

    collectWhatComes();
    write(ticket, "d0", "d1", "d2", "d3 xyzzy");
    write(ticket, "d4");

    String instead = "Discord refused this text";
    awaitStaffRead(ticket, "\\bd\\d\\b|" + instead, List.of("d0", "d1", "d2", instead, "d4"));
    assertThat(ticket.awaitStaff(says(instead)).path("content").asText())
        .contains("`#" + (ticket.number("d2") + 1) + "`")
        .contains("It can be read in the history of the ticket");
    // Its number still works.
    product
        .client()
        .runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "ok"));
    ticket.awaitMember(says("ok"));
  }

  @Test
  void aFirstMessageThatIsRefusedDoesNotTakeTheHeadWithIt() {
    refuse(POSTS, 400, 240000, "worse\\.example");
    long member =
        product
            .client()
            .createUser(
                "beginner", Duration.ofDays(100), product.sandbox().world().communityGuild());
    product.client().sendDm(member, "e1 http://worse.example");
    product.client().sendDm(member, "e2");
    long channel = OpenTicket.awaitChannel(product, member, 0);

    product.awaitStaff(channel, says("e2"));
    List<JsonNode> seen = product.staffSee(channel);
    assertThat(read(seen, "\\be\\d\\b")).containsExactly("e1", "e2");
    assertThat(seen.getFirst().path("embeds").path(0).path("title").asText()).contains("beginner");
    assertThat(seen.getFirst().path("content").asText()).contains("http[:]//worse[.]example");
  }

  @Test
  void aHeadThatIsRefusedDoesNotTakeTheFirstMessageWithIt() {
    refuse(POSTS, 400, 50035, "\"title\":\"Ticket #\\d+: unnameable");
    long member =
        product
            .client()
            .createUser(
                "unnameable", Duration.ofDays(100), product.sandbox().world().communityGuild());
    product.client().sendDm(member, "f1");
    long channel = OpenTicket.awaitChannel(product, member, 0);

    product.awaitStaff(channel, says("f1"));
    product.awaitStaff(channel, says("The head of this channel could not be shown"));
    product.client().sendDm(member, "f2");
    product.awaitStaff(channel, says("f2"));
  }

  @Test
  void anEditThatIsRefusedLeavesTheOthersOfItsPostAlone() {
    OpenTicket ticket = OpenTicket.of(product, "editor");
    List<JsonNode> sent = new ArrayList<>();
    collectWhatComes();
    for (String text : List.of("g1", "g2", "g3", "g4")) {
      sent.add(product.client().sendDm(ticket.member(), text));
    }
    awaitStaffRead(ticket, "\\bg\\d\\b", List.of("g1", "g2", "g3", "g4"));
    String together = ticket.awaitStaff(says("g3")).path("content").asText();
    assertThat(together).contains("g2", "g3", "g4");
    refuse(PATCHES + "|" + POSTS, 400, 240000, "wicked\\.example");

    edit(ticket, sent.get(2), "h3 https://wicked.example");
    ticket.awaitStaff(says("`#4` says now").and(says("https[:]//wicked[.]example")));
    edit(ticket, sent.get(1), "h2 good");
    edit(ticket, sent.get(3), "h4 good");

    JsonNode after = ticket.awaitStaff(says("h2 good").and(says("h4 good")));
    assertThat(after.path("content").asText()).contains("g3").doesNotContain("h3");
  }

  private static void edit(OpenTicket ticket, JsonNode message, String text) {
    product.client().edit(ticket.member(), ticket.dm(), message.path("id").asLong(), text);
  }

  @Test
  void aReplyThatIsRefusedIsVisiblyNotSentAndTheNextOneIs() {
    OpenTicket ticket = OpenTicket.of(product, "filtered");
    refuse(postsTo(ticket.dm()), 400, 240000, "nasty\\.example");

    reply(ticket, "i1 https://nasty.example", Map.of());
    reply(ticket, "i2", Map.of());

    ticket.awaitMember(says("i2"));
    assertThat(read(ticket.memberSees(), "\\bi\\d\\b")).containsExactly("i2");
    assertThat(ticket.awaitStaff(says("i1")).path("content").asText())
        .contains("**not sent**", "240000");
  }

  private static void reply(OpenTicket ticket, String text, Map<String, byte[]> files) {
    product
        .client()
        .send(ticket.sam(), ticket.channel(), form().put("content", "!reply " + text), files);
  }

  @Test
  void aReplyWhosePictureIsRefusedGoesWithoutItAndInItsOrder() {
    OpenTicket ticket = OpenTicket.of(product, "viewer");
    refuse(postsTo(ticket.dm()), 400, 20009, "filename=\"bare\\.png");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("fine.png", new byte[] {1, 2});
    files.put("bare.png", new byte[] {3, 4, 5});

    reply(ticket, "j1 look", files);
    reply(ticket, "j2", Map.of());

    JsonNode told = ticket.awaitMember(says("j1"));
    assertThat(names(told)).containsExactly("fine.png");
    assertThat(told.path("content").asText()).contains("bare.png", "could not be sent");
    ticket.awaitMember(says("j2"));
    assertThat(read(ticket.memberSees(), "\\bj\\d\\b")).containsExactly("j1", "j2");
    JsonNode copy = ticket.awaitStaff(says("j1 look").and(says("sent")));
    assertThat(copy.path("content").asText()).contains("bare.png was **not sent**", "20009");
    assertThat(names(copy)).containsExactly("fine.png", "bare.png");
  }

  private static List<String> names(JsonNode message) {
    return message
        .path("attachments")
        .valueStream()
        .map(one -> one.path("filename").asText())
        .toList();
  }

  @Test
  void onlyTheFilesThatAreTooLargeBecomeLinks() {
    OpenTicket ticket = OpenTicket.of(product, "heavy");
    refuse(POSTS, 413, 40005, "filename=\"large");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("small1.bin", new byte[1_000]);
    files.put("large1.bin", new byte[30_000]);
    files.put("small2.bin", new byte[2_000]);
    files.put("large2.bin", new byte[40_000]);

    product.client().sendDm(ticket.member(), form().put("content", "k1"), files);
    write(ticket, "k2");

    ticket.awaitStaff(says("k2"));
    JsonNode shown = ticket.awaitStaff(says("k1"));
    assertThat(names(shown)).containsExactly("small1.bin", "small2.bin");
    assertThat(shown.path("content").asText()).contains("large1.bin", "large2.bin");
    assertThat(read(ticket.staffSee(), "\\bk\\d\\b")).containsExactly("k1", "k2");
  }

  @Test
  void aReferenceThatIsRefusedIsLeftOut() {
    OpenTicket ticket = OpenTicket.of(product, "answered");
    write(ticket, "l1 question", "l2 question");
    ObjectNode errors = form().put("code", 50035).put("message", "Invalid Form Body");
    errors
        .putObject("errors")
        .putObject("message_reference")
        .putArray("_errors")
        .addObject()
        .put("code", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE");
    product
        .client()
        .script(POSTS, 400, errors, form().put("body", "message_reference").put("count", 1));

    answer(ticket, "l1 question", "m1");
    ticket.awaitMember(says("m1"));
    refuse(POSTS, 404, 10008, "message_reference");
    answer(ticket, "l2 question", "m2");
    ticket.awaitMember(says("m2"));
    assertThat(ticket.awaitStaff(says("m2")).path("content").asText()).doesNotContain("not sent");
  }

  private static void answer(OpenTicket ticket, String to, String text) {
    JsonNode shown = ticket.awaitStaff(says(to));
    ObjectNode answer = form().put("content", "!reply " + text);
    answer.putObject("message_reference").put("message_id", shown.path("id").asText());
    product.client().send(ticket.sam(), ticket.channel(), answer);
  }

  @Test
  void reactionsThatCannotBeShownAreSaid() {
    OpenTicket ticket = OpenTicket.of(product, "reactor");
    JsonNode theirs = product.client().sendDm(ticket.member(), "n1");
    long shown = ticket.awaitStaff(says("n1")).path("id").asLong();
    refuse(REACTIONS, 400, 10014, "");

    product.client().react(ticket.member(), ticket.dm(), theirs.path("id").asLong(), "👍");
    ticket.awaitStaff(says("reacted with 👍 to `#2`"));
    product.client().react(ticket.sam(), ticket.channel(), shown, "🎉");
    ticket.awaitMember(says("reacted with 🎉 to:\n> n1"));

    long greeting = ticket.awaitMember(says("Thank you")).path("id").asLong();
    product.client().react(ticket.member(), ticket.dm(), greeting, "❤️");
    ticket.awaitStaff(says("reacted with ❤️"));
    product.client().unreact(ticket.member(), ticket.dm(), greeting, "❤️");
    ticket.awaitStaff(says("took back the reaction ❤️"));
    product.client().react(ticket.member(), ticket.dm(), greeting, "❤️");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(read(ticket.staffSee(), "reacted with ❤️")).hasSize(2));
  }
}
