package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.DataFormat;
import dev.switchboard.storage.Recoveries;
import dev.switchboard.storage.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A journal that holds an event of which this program knows nothing. */
class UnreadableEventTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir static Path data;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger().detachAppender(log);
  }

  @Test
  void aTicketThatCannotBeReadIsLeftAloneAndNamedAndAllOthersGoOn() throws Exception {
    try (RunningProduct product = RunningProduct.start(data, DATABASE.settings(), Map.of())) {
      long alice = product.person("alice");
      product.client().sendDm(alice, "first words");
      long channel = product.awaitTicketChannel(0);
      product.awaitStaff(channel, says("first words"));
      product.stop();
      addUnknown("Ticket|1");
      product.startAgain();

      product.client().sendDm(alice, "second words");
      product.client().sendDm(product.person("bob"), "words of another");

      product.awaitStaff(product.awaitTicketChannel(channel), says("words of another"));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(errors()).isNotEmpty());
      assertThat(errors())
          .singleElement()
          .asString()
          .contains("of Ticket 1", "behind number", "not known here: of-the-future", "restore")
          .doesNotContain("secret");
      assertThat(product.staffRead(channel)).noneMatch(text -> text.contains("second words"));
      assertThat(product.get("/api/health"))
          .returns(503, HttpResponse::statusCode)
          .extracting(HttpResponse::body)
          .asString()
          .contains("\"unreadable\":[\"Ticket: 1 cannot be read by this version");
      assertThat(product.get("/api/health/ready").statusCode()).isEqualTo(200);
      assertThat(product.get("/api/health/live").statusCode()).isEqualTo(200);
      assertThat(product.get("/metrics").body())
          .contains("\nswitchboard_unreadable_entities 1.0\n");

      // Nothing is lost: mended, it goes on where it stood.
      product.stop();
      removeUnknown();
      product.startAgain();
      product.awaitStaff(channel, says("second words"));
      assertThat(product.get("/api/health").body()).contains("\"unreadable\":[]");

      // A newer node beside this one: this one ends and says so.
      DATABASE
          .database()
          .jdbi()
          .useHandle(handle ->
              handle.execute("update data_format set format = ?", DataFormat.CURRENT + 1));
      addUnknown("Ticket|1");
      product.client().sendDm(alice, "third words");
      assertThat(product.ended().toCompletableFuture())
          .failsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              ConfigurationRefused.class,
              refused ->
                  assertThat(refused.findings())
                      .singleElement()
                      .extracting(ConfigProblem::line)
                      .asString()
                      .contains("data format " + (DataFormat.CURRENT + 1)));
    }
  }

  private static void addUnknown(String persistenceId) {
    DATABASE
        .database()
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              """
              insert into event_journal (persistence_id, sequence_number, writer, write_timestamp,
                adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
              select persistence_id, sequence_number + 1, 'future', write_timestamp,
                adapter_manifest, event_ser_id, event_ser_manifest,
                convert_to('{"event":"of-the-future","text":"secret"}', 'UTF8')
              from event_journal where persistence_id = ? order by sequence_number desc limit 1
              """,
              persistenceId);
          handle.execute(
              """
              insert into event_tag (event_id, tag)
              select distinct currval('event_journal_ordering_seq'), tag from event_tag
              """);
        });
  }

  private static void removeUnknown() {
    DATABASE
        .database()
        .jdbi()
        .useHandle(handle -> handle.execute("delete from event_journal where writer = 'future'"));
  }

  private List<String> errors() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Recoveries.class);
  }
}
