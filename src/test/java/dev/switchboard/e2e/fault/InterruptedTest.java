package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.OpenTicket.says;
import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.switchboard.e2e.stage.Exchange;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The product goes on by itself when its connections to PostgreSQL are cut. */
class InterruptedTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

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

  @AfterEach
  void admitConnections() {
    admitConnections(true);
  }

  @Test
  void aLostLeaseIsTakenUpAgain() {
    Exchange exchange = Exchange.of(product, "dora");
    long before = epoch();
    exchange.interruptedBy(() -> cut("application_name like 'switchboard-lease-%'"));
    exchange.arrivesOnceAndInOrder();
    assertThat(epoch()).isGreaterThan(before);
  }

  @Test
  void allConnectionsAreMadeAgain() {
    Exchange exchange = Exchange.of(product, "emil");
    exchange.interruptedBy(() -> cut("true"));
    exchange.arrivesOnceAndInOrder();
  }

  @Test
  void anOutageShowsAndNothingOfItIsLost() throws Exception {
    Exchange exchange = Exchange.of(product, "frieda");
    exchange.interruptedBy(() -> {
      admitConnections(false);
      cut("true");
      awaitStatus("/api/health", 503);
      awaitStatus("/api/health/ready", 503);
      awaitStatus("/api/health/live", 200);
      admitConnections(true);
    });
    exchange.arrivesOnceAndInOrder();
    awaitStatus("/api/health/ready", 200);
    awaitStatus("/api/health", 200);
  }

  /**
   * Long enough for every pause to have grown to its longest. What is promised is 5 s; on top comes
   * what the same takes without any fault, on this machine and with what else it has to do now.
   */
  @Test
  void afterTheDatabaseWasAwayForAWhileEverythingGoesOnWithinSeconds() {
    long begin = System.nanoTime();
    OpenTicket ticket = OpenTicket.of(product, "greta");
    reply(ticket, "answered before");
    awaitAllOf(ticket, "hello", "answered before");
    Duration usual = since(begin);

    admitConnections(false);
    cut("true");
    product.client().sendDm(ticket.member(), "said meanwhile");
    reply(ticket, "answered meanwhile");
    long newcomer =
        product
            .client()
            .createUser("hanno", Duration.ofDays(100), product.sandbox().world().communityGuild());
    product.client().sendDm(newcomer, "first words");
    await()
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(10))
        .until(() -> product.get("/api/health").statusCode() == 503);
    assertThat(ticket.staffSee()).noneMatch(says("said meanwhile"));

    long back = System.nanoTime();
    admitConnections(true);
    awaitAllOf(ticket, "said meanwhile", "answered meanwhile");
    long channel = OpenTicket.awaitChannel(product, newcomer, 0);
    await()
        .atMost(PATIENCE)
        .until(() -> product.staffSee(channel).stream().anyMatch(says("first words")));
    await().atMost(PATIENCE).until(() -> recorded("first words"));
    assertThat(since(back)).isLessThan(Duration.ofSeconds(5).plus(usual));
  }

  private static void reply(OpenTicket ticket, String text) {
    product.client().send(ticket.sam(), ticket.channel(), form().put("content", "!reply " + text));
  }

  /** Staff see what the member said, the member the reply, and the tables have both. */
  private static void awaitAllOf(OpenTicket ticket, String said, String replied) {
    ticket.awaitStaff(says(said));
    ticket.awaitMember(says(replied));
    await().atMost(PATIENCE).until(() -> recorded(said) && recorded(replied));
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** Whether the tables that are read have the message. */
  private static boolean recorded(String text) {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select exists (select from ticket_message where text = :text)")
                .bind("text", text)
                .mapTo(boolean.class)
                .one());
  }

  private static void awaitStatus(String path, int status) {
    await().atMost(PATIENCE).until(() -> product.get(path).statusCode() == status);
  }

  /** Those that there are stay. */
  private static void admitConnections(boolean admitted) {
    maintenance()
        .useHandle(handle ->
            handle.execute(
                "alter database %s allow_connections %s".formatted(database(), admitted)));
  }

  private static long epoch() {
    return DATABASE
        .database()
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("select epoch from lease where name = 'switchboard'")
                .mapTo(long.class)
                .one());
  }

  private static void cut(String which) {
    maintenance()
        .useHandle(handle ->
            handle
                .createQuery(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = :database and backend_type = 'client backend' and (%s)
                    """
                        .formatted(which))
                .bind("database", database())
                .mapTo(boolean.class)
                .list());
  }

  /** From another database of the server, since this one may be closed. */
  private static Jdbi maintenance() {
    DatabaseSettings settings = DATABASE.settings();
    return Jdbi.create(
        settings.url().substring(0, settings.url().lastIndexOf('/') + 1) + "postgres",
        settings.user(),
        settings.password());
  }

  private static String database() {
    String url = DATABASE.settings().url();
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
