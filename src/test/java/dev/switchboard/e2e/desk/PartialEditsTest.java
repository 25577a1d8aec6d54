package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Discord says that a message was edited, and not what it says now. */
class PartialEditsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "nulls"})
  void theNewTextIsReadAndShown(String kind) {
    OpenTicket ticket = OpenTicket.of(product, kind);
    long words = client.sendDm(ticket.member(), "teh words " + kind).path("id").asLong();
    long note = client.send(ticket.sam(), ticket.channel(), "a ntoe " + kind).path("id").asLong();
    ticket.awaitStaff(says("teh words " + kind));
    await().atMost(PATIENCE).until(() -> texts().contains("a ntoe " + kind));

    ObjectNode change = form().put("type", "MESSAGE_UPDATE").put("kind", kind).put("count", 1);
    change.putArray("fields").add("content");
    client.gateway("mutate", change);
    client.edit(ticket.member(), ticket.dm(), words, "the words " + kind);
    ticket.awaitStaff(says("the words " + kind));
    client.gateway("mutate", change);
    client.edit(ticket.sam(), ticket.channel(), note, "a note " + kind);
    await().atMost(PATIENCE).until(() -> texts().contains("a note " + kind));

    client.edit(ticket.member(), ticket.dm(), words, "all the words " + kind);
    ticket.awaitStaff(says("all the words " + kind));
    assertThat(texts()).doesNotContain("");
  }

  /** No page that is read again reaches so far back. */
  @Test
  void theNewTextOfAnOldMessageIsReadAndShown() {
    OpenTicket ticket = OpenTicket.of(product, "old");
    long edited = client.send(ticket.sam(), ticket.channel(), "an odl note").path("id").asLong();
    for (int i = 0; i < 110; i++) {
      client.send(ticket.sam(), ticket.channel(), "later note " + i);
    }
    await().atMost(PATIENCE).until(() -> texts().contains("later note 109"));

    ObjectNode change = form().put("type", "MESSAGE_UPDATE").put("kind", "missing").put("count", 1);
    change.putArray("fields").add("content");
    client.gateway("mutate", change);
    client.edit(ticket.sam(), ticket.channel(), edited, "an old note");
    await().atMost(PATIENCE).until(() -> texts().contains("an old note"));

    assertThat(texts()).contains("an odl note").doesNotContain("");
  }

  /** What members and staff said, as it is now and as it was. */
  private static List<String> texts() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select text from ticket_message where kind in ('member', 'note')
                    union all select text from ticket_message_former
                    """)
                .mapTo(String.class)
                .list());
  }
}
