package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.bytes;
import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a member and staff write, in all its kinds, reaches the other side as it was meant. */
class RelayTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final int UPLOAD_LIMIT = 64 << 10;

  @TempDir static Path data;

  private static RunningProduct product;

  @BeforeAll
  static void start() {
    int port = FreePort.any();
    product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            Map.of(
                "switchboard.http.port",
                Integer.toString(port),
                "switchboard.http.public-url",
                "http://127.0.0.1:" + port,
                "switchboard.discord.upload-limit",
                "64 KiB"));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @Test
  void filesOfAMemberAreShownWithTheirBytes() {
    OpenTicket ticket = OpenTicket.of(product, "filer");
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("one.bin", noise(1_000));
    files.put("two.txt", "the second".getBytes(UTF_8));

    product.client().sendDm(ticket.member(), form().put("content", "two files"), files);

    JsonNode shown = ticket.awaitStaff(one -> one.path("attachments").size() == 2);
    assertThat(shown.path("content").asText()).contains("two files");
    assertFiles(shown, files);
  }

  @Test
  void aFileAboveTheUploadLimitIsALinkThatOpens() throws Exception {
    OpenTicket ticket = OpenTicket.of(product, "heavy");
    byte[] large = noise(UPLOAD_LIMIT + 1);

    product
        .client()
        .sendDm(ticket.member(), form().put("content", "it is big"), Map.of("large.bin", large));

    String shown = ticket.awaitStaff(says("/files/")).path("content").asText();
    assertThat(shown).contains("large.bin");
    String link = shown.substring(shown.indexOf("(<http") + 2, shown.indexOf(">)"));
    assertThat(bytes(link)).isEqualTo(large);
  }

  @Test
  void filesOfStaffReachTheMember() {
    OpenTicket ticket = OpenTicket.of(product, "receiver");
    Map<String, byte[]> typed = Map.of("typed.bin", noise(2_000));
    Map<String, byte[]> chosen = Map.of("chosen.bin", noise(3_000));

    JsonNode command =
        product
            .client()
            .send(ticket.sam(), ticket.channel(), form().put("content", "!reply see this"), typed);
    JsonNode first = ticket.awaitMember(says("see this"));
    product
        .client()
        .runCommand(
            ticket.sam(),
            ticket.channel(),
            "reply",
            form().put("message", "and that").put("attachment", 0),
            chosen);
    JsonNode second = ticket.awaitMember(says("and that"));

    assertFiles(first, typed);
    assertFiles(second, chosen);
    await()
        .atMost(PATIENCE)
        .until(() ->
            ticket.staffSee().stream().noneMatch(one -> one.path("id").equals(command.path("id"))));
    assertFiles(ticket.awaitStaff(says("see this")), typed);
    assertFiles(ticket.awaitStaff(says("and that")), chosen);
  }

  @Test
  void stickersVoicePollsAndLinksAreNamed() {
    OpenTicket ticket = OpenTicket.of(product, "various");
    ObjectNode sticker = form();
    sticker.putArray("sticker_ids").add("749054660769218631");
    product.client().sendDm(ticket.member(), sticker);
    ObjectNode poll = form();
    poll.putObject("poll").putObject("question").put("text", "Tea or coffee?");
    poll.withArray("/poll/answers").addObject().putObject("poll_media").put("text", "Tea");
    poll.withArray("/poll/answers").addObject().putObject("poll_media").put("text", "Coffee");
    product.client().sendDm(ticket.member(), poll);
    ObjectNode preview = form().put("content", "with a preview");
    preview
        .putObject("extra")
        .putArray("embeds")
        .addObject()
        .put("title", "A page")
        .put("description", "what it says");
    product.client().sendDm(ticket.member(), preview);
    ObjectNode unknown = form();
    unknown.putObject("extra").put("type", 77).put("content", "");
    product.client().sendDm(ticket.member(), unknown);

    ticket.awaitStaff(says("Sticker: Wave"));
    JsonNode shownPoll = ticket.awaitStaff(says("Poll: Tea or coffee?"));
    assertThat(shownPoll.path("content").asText()).contains("- Tea", "- Coffee");
    assertThat(ticket.awaitStaff(says("with a preview")).path("content").asText())
        .contains("A page", "what it says");
    ticket.awaitStaff(says("not known here (type 77)"));
  }

  @Test
  void aVoiceMessageComesWithItsSound() {
    OpenTicket ticket = OpenTicket.of(product, "speaker");
    Map<String, byte[]> sound = Map.of("voice-message.ogg", noise(500));
    ObjectNode message = form().put("flags", 8192);
    message
        .putArray("attachments")
        .addObject()
        .put("id", "0")
        .put("filename", "voice-message.ogg")
        .put("duration_secs", 65.2)
        .put("waveform", "AAAA");

    product.client().sendDm(ticket.member(), message, sound);

    assertFiles(ticket.awaitStaff(says("Voice message")), sound);
  }

  @Test
  void forwardsAndRepliesShowWhatTheyReferTo() {
    OpenTicket ticket = OpenTicket.of(product, "referrer");
    JsonNode asked = product.client().sendDm(ticket.member(), "my question");
    ticket.awaitStaff(says("my question"));
    ObjectNode reply = form().put("content", "I mean this one");
    reply.putObject("message_reference").put("message_id", asked.path("id").asText());
    product.client().sendDm(ticket.member(), reply);
    ObjectNode forward = form();
    forward
        .putObject("message_reference")
        .put("type", 1)
        .put("channel_id", Long.toString(ticket.dm()))
        .put("message_id", asked.path("id").asText());
    product.client().sendDm(ticket.member(), forward);

    assertThat(ticket.awaitStaff(says("I mean this one")).path("content").asText())
        .contains("in reply to `#2`: my question");
    assertThat(ticket.awaitStaff(says("Forwarded message")).path("content").asText())
        .contains("> my question");

    // What staff answer with Discord's own reply is the member's to see.
    JsonNode shown = ticket.awaitStaff(says("my question"));
    ObjectNode answer = form().put("content", "!reply to exactly this");
    answer.putObject("message_reference").put("message_id", shown.path("id").asText());
    product.client().send(ticket.sam(), ticket.channel(), answer);
    JsonNode told = ticket.awaitMember(says("to exactly this"));
    assertThat(told.path("message_reference").path("message_id")).isEqualTo(asked.path("id"));
  }

  @Test
  void mentionsPingNobody() {
    OpenTicket ticket = OpenTicket.of(product, "shouter");
    long role = product.sandbox().world().staff().role();

    product
        .client()
        .sendDm(ticket.member(), "wake @everyone @here <@" + ticket.sam() + "> <@&" + role + ">");

    JsonNode shown = ticket.awaitStaff(says("wake @everyone"));
    assertThat(shown.path("mention_everyone").asBoolean()).isFalse();
    assertThat(shown.path("mentions")).isEmpty();
    assertThat(shown.path("mention_roles")).isEmpty();
  }

  @Test
  void reactionsShowOnTheOtherSideAndGo() {
    OpenTicket ticket = OpenTicket.of(product, "reactor");
    JsonNode theirs = product.client().sendDm(ticket.member(), "react to me");
    long shown = ticket.awaitStaff(says("react to me")).path("id").asLong();
    long original = theirs.path("id").asLong();
    product
        .client()
        .runCommand(ticket.sam(), ticket.channel(), "reply", form().put("message", "and to me"));
    long told = ticket.awaitMember(says("and to me")).path("id").asLong();
    long copy =
        ticket.awaitStaff(one -> says("and to me").and(says("sent")).test(one)).path("id").asLong();

    product.client().react(ticket.sam(), ticket.channel(), shown, "👍");
    ticket.awaitMember(one -> one.path("id").asLong() == original && one.toString().contains("👍"));
    product.client().react(ticket.member(), ticket.dm(), told, "❤️");
    ticket.awaitStaff(one -> one.path("id").asLong() == copy && one.toString().contains("❤️"));

    product.client().unreact(ticket.sam(), ticket.channel(), shown, "👍");
    ticket.awaitMember(
        one -> one.path("id").asLong() == original && !one.toString().contains("👍"));
    product.client().unreact(ticket.member(), ticket.dm(), told, "❤️");
    ticket.awaitStaff(one -> one.path("id").asLong() == copy && !one.toString().contains("❤️"));
  }

  @Test
  void reactionsThatStaffClearGoAtTheMember() {
    OpenTicket ticket = OpenTicket.of(product, "cleared");
    long original = product.client().sendDm(ticket.member(), "clear me").path("id").asLong();
    long shown = ticket.awaitStaff(says("clear me")).path("id").asLong();
    product.client().react(ticket.sam(), ticket.channel(), shown, "👍");
    product.client().react(ticket.sam(), ticket.channel(), shown, "🎉");
    ticket.awaitMember(one -> one.path("id").asLong() == original && one.toString().contains("🎉"));

    long owner = product.sandbox().world().person("ada");
    product.client().clearReactions(owner, ticket.channel(), shown, "🎉");
    ticket.awaitMember(one ->
        one.path("id").asLong() == original
            && one.toString().contains("👍")
            && !one.toString().contains("🎉"));
    product.client().clearReactions(owner, ticket.channel(), shown);
    ticket.awaitMember(
        one -> one.path("id").asLong() == original && !one.toString().contains("👍"));
  }

  @Test
  void eachSideSeesTheOtherType() {
    OpenTicket ticket = OpenTicket.of(product, "typist");

    product.client().type(ticket.member(), ticket.dm());
    awaitTyping(ticket.channel());
    product.client().type(ticket.sam(), ticket.channel());
    awaitTyping(ticket.dm());
  }

  @Test
  void whatAMemberDeletesStaysVisibleToStaff() {
    OpenTicket ticket = OpenTicket.of(product, "regretful");
    JsonNode message = product.client().sendDm(ticket.member(), "I should not say this");
    ticket.awaitStaff(says("I should not say this"));

    product.client().delete(ticket.member(), ticket.dm(), message.path("id").asLong());

    ticket.awaitStaff(says("I should not say this").and(says("deleted")));
  }

  private static void awaitTyping(long channel) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            product
                .client()
                .call("GET", "/control/requests", form())
                .path("requests")
                .valueStream()
                .anyMatch(
                    one -> one.path("path").asText().endsWith("/channels/" + channel + "/typing")));
  }

  private static void assertFiles(JsonNode message, Map<String, byte[]> files) {
    Map<String, byte[]> found =
        message
            .path("attachments")
            .valueStream()
            .collect(
                Collectors.toMap(
                    one -> one.path("filename").asText(), one -> bytes(one.path("url").asText())));
    assertThat(found.keySet()).isEqualTo(files.keySet());
    files.forEach((name, content) -> assertThat(found.get(name)).as(name).isEqualTo(content));
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
