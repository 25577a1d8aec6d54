package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL fails while members and staff write; the product goes on by itself. */
@Tag("chaos")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class DatabaseFaultsIT {
  private static final Duration REFUSING = Duration.ofSeconds(30);
  private static final int CUTS = 3;
  private static final int MESSAGES = 8;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static ChaosStage stage;
  private static long member;

  @BeforeAll
  static void start() {
    stage = ChaosStage.start(Setting.in(folder, DATABASE.settings()), LOGS);
    member = stage.memberWithTicket();
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void connectionsThatAreCutLoseAndRepeatNothing() {
    long newcomer = stage.newcomer();
    for (int cut = 0; cut < CUTS; cut++) {
      for (int i = 0; i < MESSAGES; i++) {
        if (i == MESSAGES / 2) {
          cutConnections();
        }
        stage.witness().dm(member);
        stage.witness().dm(newcomer);
      }
      stage.witness().reply(stage.sam(), stage.channelOf(member), member);
      stage.awaitAllSeen(List.of(member, newcomer));
    }
    stage.awaitRest();
    stage.check("connections cut");
    assertThat(stage.product().isAlive()).isTrue();
  }

  @Test
  void whatCannotBeWrittenIsNotAcknowledgedAndComesLater() {
    long before = stage.count("select count(*) from inbox");
    long newcomer = stage.newcomer();
    long channel = stage.channelOf(member);
    readOnly(true);
    for (int i = 0; i < MESSAGES; i++) {
      stage.witness().dm(member);
    }
    stage.witness().dm(newcomer);
    stage.witness().reply(stage.sam(), channel, member);
    JsonNode command =
        stage
            .client()
            .runCommand(stage.sam(), channel, "reply", form().put("message", "by slash command"));
    await()
        .pollDelay(REFUSING)
        .atMost(REFUSING.plus(PATIENCE))
        .untilAsserted(
            () -> assertThat(stage.count("select count(*) from inbox")).isEqualTo(before));
    readOnly(false);

    stage.awaitAllSeen(List.of(member, newcomer));
    stage.awaitRest();
    stage.check("writes refused");
    assertThat(stage.product().isAlive()).isTrue();
    long executed = mentions(stage.client().readDm(member), "by slash command");
    assertThat(executed).isLessThanOrEqualTo(1);
    if (executed == 0) {
      long interaction = command.path("id").asLong();
      assertThat(
              stage.client().interaction(interaction).path("failed").asBoolean()
                  || mentions(stage.client().read(stage.sam(), channel), "was not executed") > 0)
          .as("staff see that the command was not executed")
          .isTrue();
    }
  }

  private static long mentions(List<JsonNode> messages, String words) {
    return messages.stream()
        .filter(message -> message.path("content").asText().contains(words))
        .count();
  }

  /** As a server that was made a standby: whoever is connected has to connect anew. */
  private static void readOnly(boolean on) {
    stage
        .database()
        .useHandle(handle -> {
          handle.execute("set default_transaction_read_only = off");
          handle.execute(
              """
              do $$ begin execute format('alter database %%I set default_transaction_read_only = %s', current_database()); end $$
              """
                  .formatted(on ? "on" : "off"));
        });
    cutConnections();
  }

  private static void cutConnections() {
    stage.count(
        """
        select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        """);
  }
}
