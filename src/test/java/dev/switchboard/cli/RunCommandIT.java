package dev.switchboard.cli;

import static dev.switchboard.e2e.stage.ProductProcess.PATIENCE;
import static dev.switchboard.e2e.stage.ProductProcess.atWorkIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} of the packed product: what outlives a kill and a stop. */
@Timeout(400)
class RunCommandIT {
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  private Sandbox discord;
  private SandboxClient client;

  @BeforeEach
  void startDiscord() {
    discord = Sandbox.start(SandboxSettings.inMemory());
    client = discord.client();
  }

  @AfterEach
  void stopDiscord() {
    discord.close();
  }

  @Test
  void killedInTheMidstOfABurstItLosesRepeatsAndReordersNothing() throws Exception {
    try (var product = logs.of(ProductProcess.run(folder, ProductProcess.pointingAt(discord)))) {
      product.awaitConnected();
      long alice = discord.world().person("alice");
      client.sendDm(alice, "hello there");
      long ticket = awaitTicketWith("hello there");
      reply(ticket, "answer 0");
      awaitDm(alice, "answer 0");

      List<Long> newcomers = IntStream.rangeClosed(1, 5).mapToObj(this::newcomer).toList();
      burst(alice, 1, 12);
      newcomers.subList(0, 3).forEach(this::firstWords);
      reply(ticket, "answer 1");
      await().atMost(PATIENCE).until(() -> staffRead(ticket, "burst \\d+").size() >= 2);
      product.kill();
      burst(alice, 13, 20);
      newcomers.subList(3, 5).forEach(this::firstWords);
      reply(ticket, "answer 2");
      product.startAgain();

      await().atMost(PATIENCE).until(() -> staffRead(ticket, "burst \\d+").contains("burst 20"));
      newcomers.forEach(one -> awaitTicketWith("first words of " + one));
      newcomers.forEach(one -> awaitDm(one, "Thank you for your message"));
      awaitDm(alice, "answer 2");
      // What is under way comes to its end, so that nothing is shown after we have looked.
      product.stop();
      assertThat(staffRead(ticket, "burst \\d+")).containsExactlyElementsOf(numbered("burst", 20));
      assertThat(memberReads(alice, "answer \\d+"))
          .containsExactly("answer 0", "answer 1", "answer 2");
      assertThat(ticketChannels()).hasSize(6);
      for (long one : newcomers) {
        String words = "first words of " + one;
        assertThat(ticketChannels().stream().flatMap(channel -> staffRead(channel, words).stream()))
            .hasSize(1);
        assertThat(memberReads(one, "Thank you for your message")).hasSize(1);
      }
      assertThat(atWorkIn(folder)).as("the processes that are left").isEmpty();
    }
  }

  @Test
  void toldToStopItEndsSoonAndWhollyAndGoesOnWithTheSameSession() throws Exception {
    Path classes = folder.resolve("classes");
    Map<String, String> variables = ProductProcess.pointingAt(discord);
    // A cache brings all that its rehearsal needed: without it we see what is asked for.
    variables.put("SWITCHBOARD_JAVA_OPTIONS", "-XX:AOTMode=off -Xlog:class+load:file=" + classes);
    try (var product = logs.of(ProductProcess.run(folder, variables))) {
      product.awaitConnected();
      long bob = discord.world().person("bob");
      client.sendDm(bob, "before the stop");
      long ticket = awaitTicketWith("before the stop");
      reply(ticket, "an answer");
      awaitDm(bob, "an answer");
      List<String> session = sessionIds();

      product.terminate();
      assertThat(product.awaitEnd(Duration.ofSeconds(10))).isEqualTo(143);

      assertThat(atWorkIn(folder)).as("the processes that are left").isEmpty();
      assertThat(client.sessions())
          .singleElement()
          .matches(one -> !one.path("connected").asBoolean(), "is not connected");
      assertAllIsWell(product);
      assertThat(Files.readAllLines(classes))
          .anyMatch(line -> line.contains("dev.switchboard.ticket."))
          .noneMatch(line -> line.contains("dev.switchboard.sandbox."));

      client.sendDm(bob, "nobody is there");
      client.sendDm(discord.world().person("carol"), "is nobody there");
      product.startAgain();

      await().atMost(PATIENCE).until(() -> staffRead(ticket, "nobody is there").size() == 1);
      awaitTicketWith("is nobody there");
      assertThat(staffRead(ticket, "before the stop|nobody is there"))
          .containsExactly("before the stop", "nobody is there");
      assertThat(ticketChannels()).hasSize(2);
      assertThat(sessionIds()).isEqualTo(session);
      product.stop();
      assertAllIsWell(product);
    }
  }

  /** Standard output is the log: nothing else is on it, and nothing to worry an operator. */
  private static void assertAllIsWell(ProductProcess product) {
    assertThat(product.errors()).isEmpty();
    assertThat(product.log())
        .isNotEmpty()
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+ INFO .*"));
  }

  // ---- what people do

  private long newcomer(int number) {
    return client.createUser(
        "newcomer" + number, Duration.ofDays(30), discord.world().communityGuild());
  }

  private void firstWords(long newcomer) {
    client.sendDm(newcomer, "first words of " + newcomer);
  }

  private void burst(long member, int first, int last) {
    numbered("burst", last).subList(first - 1, last).forEach(text -> client.sendDm(member, text));
  }

  private static List<String> numbered(String word, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(number -> word + " " + number).toList();
  }

  private void reply(long ticket, String text) {
    client.send(discord.world().person("sam"), ticket, "!r " + text);
  }

  // ---- what people see

  private List<Long> ticketChannels() {
    return client.channels(discord.world().staff().guild()).stream()
        .filter(channel ->
            channel.path("parent_id").asLong() == discord.world().staff().inboxCategory())
        .map(channel -> channel.path("id").asLong())
        .toList();
  }

  private long awaitTicketWith(String text) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                ticketChannels().stream()
                    .filter(channel -> !staffRead(channel, text).isEmpty())
                    .findFirst()
                    .orElse(0L),
            channel -> channel != 0);
  }

  /** All lines of a kind that the bot shows in a ticket, from the oldest on. */
  private List<String> staffRead(long ticket, String line) {
    return shown(client.read(discord.world().person("sam"), ticket), line);
  }

  private List<String> memberReads(long member, String words) {
    return shown(client.readDm(member), words);
  }

  private void awaitDm(long member, String words) {
    await().atMost(PATIENCE).until(() -> !memberReads(member, words).isEmpty());
  }

  private static List<String> shown(List<JsonNode> messages, String words) {
    Pattern pattern = Pattern.compile("(?m)^(?:" + words + ")\\b");
    return messages.stream()
        .filter(message -> message.path("author").path("bot").asBoolean())
        .flatMap(message -> pattern.matcher(message.path("content").asText()).results())
        .map(MatchResult::group)
        .toList();
  }

  private List<String> sessionIds() {
    return client.sessions().stream().map(one -> one.path("id").asText()).toList();
  }
}
