package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.files;
import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.OpenTicket.words;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static dev.switchboard.e2e.stage.StartedProduct.PATCHES;
import static dev.switchboard.e2e.stage.StartedProduct.POSTS;
import static dev.switchboard.e2e.stage.StartedProduct.postsTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.StartedProduct;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that Discord refuses take neither the words nor the other files with them. */
class RefusedFilesTest {
  @RegisterExtension static final StartedProduct STARTED = StartedProduct.asUsual();

  /** Files of these sizes, whose names tell them apart. */
  private static Map<String, byte[]> sized(Object... namesAndSizes) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndSizes.length; i += 2) {
      files.put((String) namesAndSizes[i], new byte[(int) namesAndSizes[i + 1]]);
    }
    return files;
  }

  private static void send(OpenTicket ticket, String text, Map<String, byte[]> files) {
    ticket.client().sendDm(ticket.member(), form().put("content", text), files);
  }

  // ---- too large

  @Test
  void onlyTheFilesThatAreTooLargeBecomeLinks() {
    OpenTicket ticket = STARTED.ticketOf("heavy");
    STARTED.refuse(POSTS, 413, 40005, "filename=\"large");

    send(
        ticket,
        "k1",
        sized(
            "small1.bin", 1_000, "large1.bin", 30_000, "small2.bin", 2_000, "large2.bin", 40_000));
    ticket.write("k2");

    ticket.awaitStaff(says("k2"));
    JsonNode shown = ticket.awaitStaff(says("k1"));
    assertThat(files(shown)).containsExactly("small1.bin", "small2.bin");
    assertThat(shown.path("content").asText()).contains("large1.bin", "large2.bin");
    assertThat(words(ticket.staffSee(), "\\bk\\d\\b")).containsExactly("k1", "k2");
  }

  @Test
  void ofFilesOfOneSizeAsManyAreShownAsDiscordTakes() {
    OpenTicket ticket = STARTED.ticketOf("even");
    STARTED.refuse(POSTS, 413, 40005, "(?:filename=[^§]*){3}");

    send(
        ticket,
        "l1",
        sized("a.bin", 9_000, "b.bin", 9_000, "c.bin", 9_000, "d.bin", 9_000, "e.bin", 9_000));
    ticket.write("l2");

    ticket.awaitStaff(says("l2"));
    JsonNode shown = ticket.awaitStaff(says("l1"));
    assertThat(files(shown)).hasSize(2);
    for (String name : List.of("a.bin", "b.bin", "c.bin", "d.bin", "e.bin")) {
      boolean linked = shown.path("content").asText().contains(name);
      assertThat(files(shown).contains(name)).as(name).isNotEqualTo(linked);
    }
    assertThat(words(ticket.staffSee(), "\\bl\\d\\b")).containsExactly("l1", "l2");
  }

  @Test
  void theOnlyFileIsALinkAtItsPlaceWithWordsOrWithout() {
    OpenTicket ticket = STARTED.ticketOf("single");
    STARTED.refuse(POSTS, 413, 40005, "filename=");

    send(ticket, "m1", sized("one.bin", 5_000));
    send(ticket, "", sized("two.bin", 5_000));
    ticket.write("m2");

    ticket.awaitStaffRead(
        "\\bm\\d\\b|(?:one|two)\\.bin", List.of("m1", "one.bin", "two.bin", "m2"));
    assertThat(ticket.staffSee()).allMatch(one -> files(one).isEmpty());
  }

  @Test
  void theFirstMessageKeepsTheHeadOfTheChannelWithoutItsFiles() {
    STARTED.refuse(POSTS, 413, 40005, "filename=\"huge");
    long member =
        STARTED
            .client()
            .createUser(
                "starter",
                Duration.ofDays(100),
                STARTED.product().sandbox().world().communityGuild());
    STARTED
        .client()
        .sendDm(member, form().put("content", "n1"), sized("huge.bin", 9_000, "tiny.bin", 10));
    STARTED.client().sendDm(member, "n2");
    long channel = OpenTicket.awaitChannel(STARTED.product(), member, 0);

    STARTED.product().awaitStaff(channel, says("n2"));
    List<JsonNode> seen = STARTED.product().staffSee(channel);
    assertThat(words(seen, "\\bn\\d\\b")).containsExactly("n1", "n2");
    assertThat(seen.getFirst().path("embeds").path(0).path("title").asText()).contains("starter");
    JsonNode shown = seen.stream().filter(says("n1")).findFirst().orElseThrow();
    assertThat(files(shown)).containsExactly("tiny.bin");
    assertThat(shown.path("content").asText()).contains("huge.bin");
  }

  @Test
  void aReplyGoesWithALinkOrALineForWhatIsTooLarge() {
    OpenTicket ticket = STARTED.ticketOf("receiver");
    STARTED.refuse(postsTo(ticket.dm()), 413, 40005, "filename=\"large");

    ticket.reply("o1", sized("small.bin", 100, "large.bin", 9_000));
    ticket.reply("o2");

    ticket.awaitMember(says("o2"));
    JsonNode told = ticket.awaitMember(says("o1"));
    assertThat(files(told)).containsExactly("small.bin");
    assertThat(told.path("content").asText()).contains("large.bin");
    assertThat(words(ticket.memberSees(), "\\bo\\d\\b")).containsExactly("o1", "o2");
    ticket.awaitStaff(says("o1").and(says("large.bin")));
  }

  // ---- refused

  @Test
  void aReplyWhosePictureIsRefusedGoesWithoutItAndInItsOrder() {
    OpenTicket ticket = STARTED.ticketOf("viewer");
    STARTED.refuse(postsTo(ticket.dm()), 400, 20009, "filename=\"bare\\.png");

    ticket.reply("j1 look", sized("fine.png", 2, "bare.png", 3));
    ticket.reply("j2");

    JsonNode told = ticket.awaitMember(says("j1"));
    assertThat(files(told)).containsExactly("fine.png");
    assertThat(told.path("content").asText()).contains("bare.png", "could not be sent");
    ticket.awaitMember(says("j2"));
    assertThat(words(ticket.memberSees(), "\\bj\\d\\b")).containsExactly("j1", "j2");
    JsonNode copy = ticket.awaitStaff(says("j1 look").and(says("sent")));
    assertThat(copy.path("content").asText()).contains("bare.png was **not sent**", "20009");
    assertThat(files(copy)).containsExactly("fine.png", "bare.png");
  }

  /** The code of a refused asset, of a file that is not a picture and is alone. */
  @Test
  void aReplyWhoseOnlyFileIsRefusedGoesWithItsWordsAlone() {
    OpenTicket ticket = STARTED.ticketOf("client");
    STARTED.refuse(postsTo(ticket.dm()), 400, 50046, "filename=\"contract\\.pdf");

    ticket.reply("p1 sign", sized("contract.pdf", 300));
    ticket.reply("p2");

    ticket.awaitMember(says("p2"));
    JsonNode told = ticket.awaitMember(says("p1"));
    assertThat(files(told)).isEmpty();
    assertThat(told.path("content").asText()).contains("contract.pdf", "could not be sent");
    assertThat(words(ticket.memberSees(), "\\bp\\d\\b")).containsExactly("p1", "p2");
    ticket.awaitStaff(says("p1 sign").and(says("contract.pdf was **not sent**")));
  }

  @Test
  void twoRefusedFilesDoNotTakeTheThirdWithThem() {
    OpenTicket ticket = STARTED.ticketOf("collector");
    STARTED.refuse(postsTo(ticket.dm()), 400, 20009, "filename=\"bare\\d");

    ticket.reply("q1", sized("bare1.png", 3, "fine.txt", 4, "bare2.gif", 5));
    ticket.reply("q2");

    ticket.awaitMember(says("q2"));
    JsonNode told = ticket.awaitMember(says("q1"));
    assertThat(files(told)).containsExactly("fine.txt");
    assertThat(told.path("content").asText()).contains("bare1.png", "bare2.gif");
    assertThat(words(ticket.memberSees(), "\\bq\\d\\b")).containsExactly("q1", "q2");
    assertThat(ticket.awaitStaff(says("bare1.png was **not sent**")).path("content").asText())
        .contains("bare2.gif was **not sent**")
        .doesNotContain("fine.txt was");
  }

  /** Discord counts the files of the request that it refuses, not those that were planned. */
  @Test
  void filesThatDiscordNamesOneAfterTheOtherAreLeftOut() {
    OpenTicket ticket = STARTED.ticketOf("named");
    ObjectNode errors = form().put("code", 50035).put("message", "Invalid Form Body");
    errors
        .putObject("errors")
        .putObject("attachments")
        .putObject("0")
        .putArray("_errors")
        .addObject()
        .put("code", "ATTACHMENT_NOT_ALLOWED");
    for (String first : List.of("bad1", "bad2", "bad3")) {
      STARTED
          .client()
          .script(
              postsTo(ticket.dm()),
              400,
              errors,
              form().put("body", "^(?:(?!filename=)[\\s\\S])*filename=\"" + first));
    }

    ticket.reply(
        "r1",
        sized("bad1.bin", 3, "bad2.bin", 4, "bad3.bin", 5, "e.bin", 6, "f.bin", 7, "g.bin", 8));

    JsonNode told = ticket.awaitMember(says("r1"));
    assertThat(files(told)).containsExactly("e.bin", "f.bin", "g.bin");
    assertThat(told.path("content").asText()).contains("bad1.bin", "bad2.bin", "bad3.bin");
  }

  @Test
  void anEditKeepsWhatIsSaidOfTheFileAndARefusedOneIsSaid() {
    OpenTicket ticket = STARTED.ticketOf("reviser");
    STARTED.refuse(postsTo(ticket.dm()), 400, 20009, "filename=\"bare");
    ticket.reply("s1", sized("bare.png", 3, "fine.png", 4));
    ticket.awaitMember(says("s1"));
    int number = ticket.number("s1");

    edit(ticket, number, "s2");
    JsonNode told = ticket.awaitMember(says("s2"));
    assertThat(told.path("content").asText()).contains("bare.png", "could not be sent");
    assertThat(files(told)).containsExactly("fine.png");
    STARTED.refuse(PATCHES, 400, 20009, "s3");
    edit(ticket, number, "s3");
    ticket.awaitStaff(says("The member reads `#" + number + "` as it was before"));
    assertThat(words(ticket.memberSees(), "\\bs\\d\\b")).containsExactly("s2");
  }

  private static void edit(OpenTicket ticket, int number, String text) {
    ticket
        .client()
        .runCommand(
            ticket.sam(), ticket.channel(), "edit", form().put("number", number).put("text", text));
  }
}
