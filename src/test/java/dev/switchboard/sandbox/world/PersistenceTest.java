package dev.switchboard.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.gateway.RawBot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersistenceTest {
  @TempDir private Path directory;

  @Test
  void aSecondStartFindsWorldAndSession() {
    SandboxSettings settings = SandboxSettings.in(directory);
    long alice;
    String token;
    String session;
    long sequence;
    try (Sandbox first = Sandbox.start(settings);
        RawBot bot = new RawBot(first)) {
      alice = first.world().person("alice");
      token = first.botToken();
      RawBot.Line line = bot.identified();
      long dm = Json.id(first.client().sendDm(alice, "before"), "channel_id");
      bot.upload(dm, "kept.txt", "content".getBytes(StandardCharsets.UTF_8), Json.object());
      await().until(() -> line.events("MESSAGE_CREATE").size() == 2);
      session = line.session();
      sequence = line.lastSequence();
      line.cut();
      first.client().react(alice, dm, Json.id(first.client().readDm(alice).getFirst(), "id"), "👍");
    }
    try (Sandbox second = Sandbox.start(settings);
        RawBot bot = new RawBot(second)) {
      assertThat(second.botToken()).isEqualTo(token);
      assertThat(second.world().person("alice")).isEqualTo(alice);
      assertThat(second.client().readDm(alice)).hasSize(2);
      JsonNode file = second.client().readDm(alice).getLast().at("/attachments/0/url");
      assertThat(file.asText()).startsWith(second.url());
      RawBot.Line line = bot.connect();
      line.resume(token, session, sequence);
      assertThat(line.awaitEvent("MESSAGE_REACTION_ADD").at("/emoji/name").asText())
          .isEqualTo("👍");
      line.awaitEvent("RESUMED");
    }
    try (Sandbox fresh = Sandbox.start(settings.withFresh(true))) {
      assertThat(fresh.botToken()).isNotEqualTo(token);
    }
  }

  @Test
  void whatHappenedIsOnDiskBeforeTheEnd() {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.in(directory))) {
      sandbox.client().sendDm(sandbox.world().person("bob"), "written at once");
      await()
          .until(
              () -> Files.readString(directory.resolve("world.log")).contains("written at once"));
    }
  }

  @Test
  void aTornLastLineIsLeftOut() throws Exception {
    SandboxSettings settings = SandboxSettings.in(directory);
    long bob;
    try (Sandbox sandbox = Sandbox.start(settings)) {
      bob = sandbox.world().person("bob");
      sandbox.client().sendDm(bob, "whole");
    }
    Files.writeString(
        directory.resolve("world.log"),
        "message\t1:2\t{\"js",
        java.nio.file.StandardOpenOption.APPEND);
    try (Sandbox sandbox = Sandbox.start(settings)) {
      assertThat(sandbox.client().readDm(bob)).hasSize(1);
    }
  }
}
