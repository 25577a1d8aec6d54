package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A reply that is longer than a message of Discord may be. Its words are numbered. */
class LongReplyTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  /** Discord's limit for a message of a bot. */
  private static final int LONGEST = 2_000;

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

  @Test
  void aLongReplyArrivesWholeAndIsEditedAndDeletedByItsNumber() {
    OpenTicket ticket = OpenTicket.of(product, "reader");
    String text =
        words("first", 200) + "\n```java\n" + lines("code", 200) + "\n```\n" + words("last", 150);
    assertThat(text).hasSizeBetween(4_000, 6_000);

    run(ticket, "reply", form().put("message", text));

    awaitWords(ticket::memberSees, wordsOf(text));
    awaitWords(ticket::staffSee, wordsOf(text));
    assertThat(parts(ticket.memberSees())).hasSizeGreaterThan(2).allSatisfy(LongReplyTest::isSound);
    assertThat(parts(ticket.staffSee())).allSatisfy(LongReplyTest::isSound);
    int number = ticket.number("first0");

    String better = words("better", 350);
    assertThat(better).hasSizeBetween(2_500, 4_000);
    run(ticket, "edit", form().put("number", number).put("text", better));

    awaitWords(ticket::memberSees, wordsOf(better));
    awaitWords(ticket::staffSee, wordsOf(better));
    assertThat(ticket.number("better0")).isEqualTo(number);

    run(ticket, "delete", form().put("number", number));

    awaitWords(ticket::memberSees, List.of());
    ticket.awaitStaff(says("deleted"));
  }

  private static void run(OpenTicket ticket, String command, ObjectNode options) {
    product.client().runCommand(ticket.sam(), ticket.channel(), command, options);
  }

  private static String words(String word, int count) {
    return IntStream.range(0, count).mapToObj(i -> word + i).collect(Collectors.joining(" "));
  }

  private static String lines(String word, int count) {
    return words(word, count).replace(" ", ";\n");
  }

  private static List<String> wordsOf(String text) {
    return Pattern.compile("\\b(first|code|last|better)\\d+\\b")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static List<String> parts(List<JsonNode> messages) {
    return messages.stream()
        .map(message -> message.path("content").asText())
        .filter(content -> !wordsOf(content).isEmpty())
        .toList();
  }

  private static void awaitWords(Supplier<List<JsonNode>> seen, List<String> words) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(wordsOf(String.join("\n", parts(seen.get())))).isEqualTo(words));
  }

  private static void isSound(String part) {
    assertThat(part).hasSizeLessThanOrEqualTo(LONGEST);
    assertThat(Pattern.compile("```").matcher(part).results().count()).as("fences").isEven();
  }
}
