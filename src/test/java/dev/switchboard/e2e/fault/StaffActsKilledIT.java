package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.access.TokenFile;
import dev.switchboard.e2e.stage.AdminCaller;
import dev.switchboard.e2e.stage.FreePort;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.ProductProcess;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product is killed when replies of staff are with the member and not yet in the audit log,
 * which is locked. When it is back, minutes have passed for Discord.
 */
@Timeout(400)
class StaffActsKilledIT {
  private static final Duration AWAY = Duration.ofMinutes(5);

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  @Test
  void anActBeforeTheKillIsInTheAuditLogOnceAfterIt() throws Exception {
    int http = FreePort.any();
    try (Sandbox discord = Sandbox.start(SandboxSettings.inMemory());
        ProductProcess product = logs.of(ProductProcess.run(folder, variables(discord, http)))) {
      product.awaitConnected();
      SandboxClient client = SandboxClient.at(discord.url(), discord.controlToken());
      long sam = discord.world().person("sam");
      long typing = member(client, discord, "typing");
      long slashing = member(client, discord, "slashing");
      long typed = channel(client, discord, typing);
      long slashed = channel(client, discord, slashing);
      try (Handle locker = DATABASE.database().jdbi().open()) {
        locker.begin();
        locker.execute("lock table audit_log in access exclusive mode");
        client.send(sam, typed, "!r typed words");
        client.runCommand(sam, slashed, "reply", form().put("message", "slashed words"));
        await().atMost(PATIENCE).until(() -> seen(client, typing, "typed words") == 1);
        await().atMost(PATIENCE).until(() -> seen(client, slashing, "slashed words") == 1);
        product.kill();
        locker.rollback();
      }
      assertThat(acts()).isZero();
      client.advanceClock(AWAY);

      product.startAgain();
      product.awaitConnected();

      await().atMost(PATIENCE).until(() -> acts() == 2);
      client.send(sam, typed, "!r last words");
      await().atMost(PATIENCE).until(() -> acts() == 3);
      assertThat(seen(client, typing, "typed words")).isEqualTo(1);
      assertThat(seen(client, slashing, "slashed words")).isEqualTo(1);
      try (AdminCaller root =
          new AdminCaller(http, TokenFile.show(folder.resolve("data/admin_token")), "127.0.0.1")) {
        assertThat(
                root.get("/admin/audit")
                    .path("body")
                    .path("entries")
                    .valueStream()
                    .filter(entry -> entry.path("surface").asText().equals("discord")))
            .hasSize(3)
            .allMatch(entry -> entry.path("caller").asText().startsWith(sam + " ("))
            .allMatch(entry -> entry.path("status").asInt() == 200);
      }
    }
  }

  private static long acts() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from audit_log where surface = 'discord'")
                .mapTo(Long.class)
                .one());
  }

  private static long member(SandboxClient client, Sandbox discord, String name) {
    long member = client.createUser(name, Duration.ofDays(100), discord.world().communityGuild());
    client.sendDm(member, "hello");
    return member;
  }

  private static long channel(SandboxClient client, Sandbox discord, long member) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                client.channels(discord.world().staff().guild()).stream()
                    .filter(one -> one.path("topic").asText("").contains("· " + member + " ·"))
                    .map(one -> one.path("id").asLong())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static long seen(SandboxClient client, long member, String words) {
    List<JsonNode> messages = client.readDm(member);
    return messages.stream()
        .filter(message -> message.path("content").asText().contains(words))
        .count();
  }

  private static Map<String, String> variables(Sandbox discord, int http) {
    Map<String, String> variables = new HashMap<>(ProductProcess.pointingAt(discord));
    variables.putAll(ProductProcess.storingIn(DATABASE.settings()));
    variables.put("SWITCHBOARD_HTTP_PORT", Integer.toString(http));
    return variables;
  }
}
