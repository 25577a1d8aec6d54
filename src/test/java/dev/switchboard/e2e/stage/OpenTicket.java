package dev.switchboard.e2e.stage;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.SandboxClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A member of their own, and the channel that their first message opened. For tests.
 *
 * @param member the member's user id
 * @param dm their DM with the bot
 * @param channel the ticket's channel
 */
public record OpenTicket(RunningProduct product, long member, long dm, long channel) {

  /** A new account in the community, whose first message is "hello". */
  public static OpenTicket of(RunningProduct product, String name) {
    return of(product, name, product.sandbox().world().communityGuild());
  }

  /** The same in another guild. */
  public static OpenTicket of(RunningProduct product, String name, long guild) {
    SandboxClient client = product.client();
    long member = client.createUser(name, Duration.ofDays(100), guild);
    client.sendDm(member, "hello");
    long channel = awaitChannel(product, member, 0);
    OpenTicket ticket = new OpenTicket(product, member, client.dmChannel(member), channel);
    ticket.awaitStaff(says("hello"));
    ticket.awaitMember(says("Thank you"));
    return ticket;
  }

  /** The member's channel, another one than the former. */
  public static long awaitChannel(RunningProduct product, long member, long former) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> channels(product, member).stream().filter(id -> id != former).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** The channels of the member's tickets that there are now. */
  public static List<Long> channels(RunningProduct product, long member) {
    return product.client().channels(product.sandbox().world().staff().guild()).stream()
        .filter(one -> one.path("topic").asText("").contains("· " + member + " ·"))
        .map(one -> one.path("id").asLong())
        .toList();
  }

  public SandboxClient client() {
    return product.client();
  }

  public long sam() {
    return product.person("sam");
  }

  public List<JsonNode> staffSee() {
    return product.staffSee(channel);
  }

  public List<JsonNode> memberSees() {
    return client().readDm(member);
  }

  public JsonNode awaitStaff(Predicate<JsonNode> wanted) {
    return awaited(this::staffSee, wanted);
  }

  public JsonNode awaitMember(Predicate<JsonNode> wanted) {
    return awaited(this::memberSees, wanted);
  }

  private static JsonNode awaited(Supplier<List<JsonNode>> seen, Predicate<JsonNode> wanted) {
    try {
      return await()
          .atMost(PATIENCE)
          .until(() -> seen.get().stream().filter(wanted).findFirst(), Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("only this is seen: " + seen.get(), late);
    }
  }

  /** The answer to an interaction, once it is there. */
  public String answer(JsonNode interaction) {
    long id = interaction.path("id").asLong();
    return awaited(
            () -> List.of(client().interaction(id)),
            shown -> !shown.path("response").path("content").asText("").isEmpty())
        .path("response")
        .path("content")
        .asText();
  }

  /** What is offered to Sam who has typed so much of an option of a command. */
  public JsonNode suggested(String command, String option, String typed) {
    long id =
        client()
            .complete(sam(), channel, command, RunningProduct.form().put(option, typed), option)
            .path("id")
            .asLong();
    return awaited(() -> List.of(client().interaction(id)), shown -> shown.has("choices"))
        .path("choices");
  }

  /** The member writes these, one after another. */
  public void write(String... texts) {
    for (String text : texts) {
      client().sendDm(member, text);
    }
  }

  /** Sam replies by a typed command. */
  public JsonNode reply(String text) {
    return reply(text, Map.of());
  }

  /** The same with files by their names. */
  public JsonNode reply(String text, Map<String, byte[]> files) {
    return client()
        .send(sam(), channel, RunningProduct.form().put("content", "!reply " + text), files);
  }

  /** Waits until staff read the words of this pattern, each as often and in this order. */
  public void awaitStaffRead(String pattern, List<String> expected) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(words(staffSee(), pattern))
                .as(() -> "of " + product.staffRead(channel))
                .isEqualTo(expected));
  }

  /** What of the messages fits this pattern, in their order. */
  public static List<String> words(List<JsonNode> seen, String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    return seen.stream()
        .flatMap(
            one -> wanted.matcher(one.path("content").asText()).results().map(MatchResult::group))
        .toList();
  }

  /** The names of a message's files. */
  public static List<String> files(JsonNode message) {
    return message
        .path("attachments")
        .valueStream()
        .map(one -> one.path("filename").asText())
        .toList();
  }

  /** The number of the message that staff see with a text. */
  public int number(String text) {
    // A command with this text has no number, and is there for a moment.
    String content = awaitStaff(says(text).and(says("`#"))).path("content").asText();
    // Several messages may stand in one post, each below its own number.
    int from = content.lastIndexOf("`#", content.indexOf(text)) + 2;
    return Integer.parseInt(content.substring(from, content.indexOf('`', from)));
  }

  public static Predicate<JsonNode> says(String text) {
    return RunningProduct.says(text);
  }

  public static byte[] bytes(String url) {
    try (var in = URI.create(url).toURL().openStream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
