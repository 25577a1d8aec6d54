package dev.switchboard.e2e.admin;

import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.config.DataDirectory;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.DirectoryFileStore;
import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.FileStore;
import dev.switchboard.storage.TestDatabase;
import dev.switchboard.storage.backup.Backup;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.decide.TicketJournal;
import dev.switchboard.ticket.model.StoredFile;
import dev.switchboard.ticket.read.JournalTranscripts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup that the commit 020236c wrote is restored by the present product, which finds everything
 * in it and goes on. Beside the archive lies the world of the look-alike Discord of that time.
 * Three members have tickets with five messages and a reply each; Alice's has a file, an edited
 * message and a note besides, and Bob's is closed.
 */
class RestoredBackupTest {
  private static final Path FIXTURES = Path.of("src/test/resources/backups");

  /** The token "watch" with the scope read, as it was answered when it was made. */
  private static final String WATCH = "VuUE--gkHeSWupVb9GqK-f6XMURHJdls0_HZ45uA7mk";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.empty();

  @TempDir static Path data;
  @TempDir static Path discord;

  private static RunningProduct product;
  private static AdminCaller root;

  @BeforeAll
  static void restoreAndStart() throws IOException {
    unpack(FIXTURES.resolve("020236c-discord.zip"), discord);
    Backup.restore(DATABASE.settings(), place(), FIXTURES.resolve("020236c.zip"), _ -> {});
    product =
        RunningProduct.start(
            data,
            DATABASE.settings(),
            SandboxSettings.in(discord),
            _ -> Map.of("switchboard.http.sharing", "on"));
    root =
        new AdminCaller(product.port(), TokenFile.show(data.resolve("admin_token")), "127.0.0.1");
  }

  @AfterAll
  static void stop() {
    root.close();
    product.close();
  }

  private static FilePlace place() {
    return new DataDirectory(data, 0).filePlace();
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName());
        Files.createDirectories(target.getParent());
        Files.copy(zip, target);
      }
    }
  }

  @Test
  void ticketsHoldTheirMessagesInOrder() {
    assertThat(messages("alice"))
        .startsWith(first("alice"), more("alice", 2), more("alice", 3), more("alice", 4))
        .containsSubsequence(
            more("alice", 5),
            "reply: Sam answers alice: have you tried the link in the e-mail?",
            "member: alice sends a file.",
            "member: alice writes: this was edited.",
            "note: A note that only staff see: alice called by phone.");
    for (String member : List.of("bob", "carol")) {
      assertThat(messages(member))
          .startsWith(
              first(member),
              more(member, 2),
              more(member, 3),
              more(member, 4),
              more(member, 5),
              "reply: Sam answers %s: have you tried the link in the e-mail?".formatted(member));
    }
    assertThat(texts("select former.text from ticket_message_former former"))
        .containsExactly("alice writes: this will be edited.");
    assertThat(texts("select close_reason from ticket where status = 'closed'"))
        .containsExactly("Solved by a new password.");
  }

  @Test
  void theFileOfAMemberIsKept() throws IOException {
    List<String> keys = texts("select key from ticket_file where name = 'screenshot.txt'");

    assertThat(keys).hasSize(1);
    assertThat(content(keys.getFirst())).isEqualTo("The words of the file that alice sent.\n");
  }

  @Test
  void theJournalOfTheClosedTicketIsReadToItsEnd() throws Exception {
    long ticket =
        Long.parseLong(texts("select ticket from ticket where status = 'closed'").getFirst());
    ActorTestKit kit = TicketJournal.kit("RestoredBackupTest", DATABASE.settings());
    try {
      JournalTranscripts transcripts =
          new JournalTranscripts(
              kit.system(), DATABASE.database().jdbi(), files(), _ -> "", TestWords.ENGLISH);
      StoredFile page = transcripts.write(ticket).toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(content(page.key()))
          .containsSubsequence(
              "Solved by a new password.",
              "bob writes: message 1",
              "bob writes: message 5.",
              "Sam answers bob");
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void anOpenTicketGoesOnInItsChannelAndAClosedOneIsFollowedByAnother() {
    long alice = product.person("alice");
    long channel =
        Long.parseLong(
            texts("select staff_channel from ticket where status = 'open' and user_name = 'alice'")
                .getFirst());
    long bob = product.person("bob");

    product.client().sendDm(alice, "alice writes after the restoration.");
    product.awaitStaff(channel, says("alice writes after the restoration."));
    product
        .client()
        .send(
            product.person("sam"),
            channel,
            RunningProduct.form().put("content", "!reply Welcome back."),
            Map.of());
    product.awaitMember("alice", says("Welcome back."));
    assertThat(OpenTicket.channels(product, alice)).containsExactly(channel);

    product.client().sendDm(bob, "bob writes after the restoration.");
    long next = OpenTicket.awaitChannel(product, bob, 0);
    product.awaitStaff(next, says("bob writes after the restoration."));
  }

  @Test
  void accountsQuotasAndBlockedNamesAreThere() throws Exception {
    JsonNode accounts = body("/admin/accounts").path("accounts");
    assertThat(accounts).hasSize(1);
    assertThat(accounts.get(0).path("max_bytes").asLong()).isEqualTo(12_345_678);
    assertThat(body("/admin/quota").path("default_quota_bytes").asLong()).isEqualTo(98_765_432);
    assertThat(body("/admin/blocklist").toString()).contains("mallory", "a test");
  }

  @Test
  void settingsSharesAndOverridesAreThere() throws Exception {
    assertThat(body("/admin/settings/turn_port").path("value").asText()).isEqualTo("3479");
    assertThat(body("/admin/settings/turn_realm").path("value").asText())
        .isEqualTo("calls.example.org");
    assertThat(body("/admin/registration").path("status").asText()).isEqualTo("open");
    JsonNode share = body("/admin/shares").path("shares").get(0);
    assertThat(share.path("slug").asText()).isEqualTo("desk");
    assertThat(share.path("url").asText()).isEqualTo("https://example.org/desk");
    JsonNode override = body("/admin/dns").path("overrides").get(0);
    assertThat(override.path("lookup_key").asText()).isEqualTo("files.example.org");
    assertThat(override.path("target_host").asText()).isEqualTo("192.0.2.7");
  }

  @Test
  void aTokenThatWasGivenThenIsGoodForTheSame() throws Exception {
    try (AdminCaller watch = new AdminCaller(product.port(), WATCH, "127.0.0.1")) {
      assertThat(watch.get("/admin/status").path("status").asInt()).isEqualTo(200);
      assertThat(watch.get("/admin/tokens").path("status").asInt()).isEqualTo(403);
    }
  }

  @Test
  void theAuditLogHoldsWhatAdministratorsDidThen() throws Exception {
    assertThat(body("/admin/audit").toString())
        .contains("/admin/shares", "/admin/settings/turn_realm", "/admin/blocklist");
  }

  private static String first(String member) {
    return "member: %s writes: message 1, I cannot log in.".formatted(member);
  }

  private static String more(String member, int number) {
    return "member: %s writes: message %d.".formatted(member, number);
  }

  private static List<String> messages(String member) {
    return texts(
        """
        select message.kind || ': ' || message.text
        from ticket_message message join ticket using (ticket)
        where ticket.user_name = '%s' order by ticket, number
        """
            .formatted(member));
  }

  private static List<String> texts(String sql) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private static JsonNode body(String resource) throws Exception {
    JsonNode envelope = root.get(resource);
    assertThat(envelope.path("status").asInt()).as("%s", envelope).isEqualTo(200);
    return envelope.path("body");
  }

  private static FileStore files() {
    return DirectoryFileStore.open(
        place(), DATABASE.database().jdbi(), DATABASE.database().blockingCalls());
  }

  private static String content(String key) throws IOException {
    Path file = data.resolve("files").resolve(key.substring(0, 2)).resolve(key);
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
