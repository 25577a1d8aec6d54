package dev.switchboard.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private DatabaseSettings settings = TestServer.create(false);

  @BeforeEach
  void freshDatabase() {
    TestServer.drop(settings);
    settings = TestServer.create(false);
  }

  @AfterEach
  void dropDatabase() {
    TestServer.drop(settings);
  }

  @Test
  void migratingTwiceChangesNothing() {
    var version = Migrations.migrate(settings);

    assertThat(Migrations.migrate(settings)).isEqualTo(version);
    assertThat(tables())
        .contains(
            "event_journal", "event_tag", "snapshot", "pekko_projection_offset_store", "lease");
  }

  @Test
  void twoProcessesThatStartAtOnceBothFindTheSchema() {
    var starts = new CompletableFuture<?>[4];
    for (var i = 0; i < starts.length; i++) {
      starts[i] = CompletableFuture.runAsync(() -> Migrations.migrate(settings));
    }

    CompletableFuture.allOf(starts).join();

    assertThat(tables()).contains("lease");
  }

  @Test
  void aNewerSchemaIsRefusedWithInstructions() {
    Migrations.migrate(settings);
    execute(
        """
        insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        values (9000, '9000', 'future', 'SQL', 'V9000__future.sql', 1, 'somebody', 1, true)
        """);

    assertThatThrownBy(() -> Migrations.migrate(settings))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("schema version 9000")
        .hasMessageContaining("newer Switchboard");
  }

  @Test
  void theNumberOfTheDataFormatIsStored() {
    Migrations.migrate(settings);

    assertThat(formats()).containsExactly(DataFormat.CURRENT);
  }

  @Test
  void dataOfANewerFormatIsRefusedBeforeAnythingIsChanged() {
    Migrations.migrate(settings);
    int newer = DataFormat.CURRENT + 1;
    execute(
        "update data_format set format = " + newer,
        // A migration is still to come.
        "delete from flyway_schema_history where version = '120'");
    int applied = appliedVersions();

    for (Runnable use :
        List.<Runnable>of(() -> Migrations.migrate(settings), () -> Migrations.pending(settings))) {
      assertThatThrownBy(use::run)
          .isInstanceOf(NewerData.class)
          .hasMessageContaining("has data format " + newer)
          .hasMessageContaining("reads up to " + DataFormat.CURRENT)
          .hasMessageContaining("Start the newer one")
          .message()
          .doesNotContain("\n");
    }
    assertThat(formats()).containsExactly(newer);
    assertThat(appliedVersions()).isEqualTo(applied);
  }

  @Test
  void dataOfAnOlderFormatIsRaised() {
    Migrations.migrate(settings);
    execute("alter table data_format drop constraint data_format_format_check");
    execute("update data_format set format = 0");

    Migrations.migrate(settings);

    assertThat(formats()).containsExactly(DataFormat.CURRENT);
  }

  private List<Integer> formats() {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle ->
              handle.createQuery("select format from data_format").mapTo(Integer.class).list());
    }
  }

  @Test
  void aMigrationThatFailsIsRefusedAndLeavesNothingBehind() {
    Migrations.migrate(settings);
    execute(
        "drop table lease",
        "delete from flyway_schema_history where version::int >= 2",
        "create view lease as select 1 as one");

    assertThatThrownBy(() -> Migrations.migrate(settings))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("is as it was before")
        .message()
        .doesNotContain("\n");
    assertThat(appliedVersions()).isEqualTo(1);
  }

  @Test
  void formerTextsOfBeforeAreCarriedOver() {
    Flyway.configure()
        .configuration(Migrations.flyway(settings).getConfiguration())
        .target("86")
        .load()
        .migrate();
    execute(
        """
        insert into ticket (ticket, member_id, user_name, display_name, dm_channel, status, opened_at)
        values (1, 1, 'a', 'a', 1, 'open', now())
        """,
        """
        insert into ticket_message (ticket, number, source, kind, author_id, author_name, signature, anonymous, text,
          extras, answers, former, at)
        select 1, number, number, 'member', 1, 'a', '', false, 'now', '{}', 0, former, now()
        from (values (1, '{}'::text[]), (2, '{first}'), (3, '{first,"",third}')) said (number, former)
        """);

    Migrations.migrate(settings);

    try (var database = Database.connect(settings.withPoolSize(1))) {
      List<String> texts =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          "select number || ' ' || place || ' ' || text from ticket_message_former"
                              + " order by number, place")
                      .mapTo(String.class)
                      .list());
      assertThat(texts).containsExactly("2 1 first", "3 1 first", "3 2 ", "3 3 third");
    }
  }

  @Test
  void whatWasBeingSentIsCarriedOver() {
    Flyway.configure()
        .configuration(Migrations.flyway(settings).getConfiguration())
        .target("194")
        .load()
        .migrate();
    execute(
        """
        insert into draft (owner, ticket, kind, version, text, anonymous, files, sent)
        values (7, 1, 'reply', 3, 'on its way', true, '{9}', 42), (7, 1, 'note', 4, 'a draft', false, '{}', null)
        """);

    Migrations.migrate(settings);

    try (var database = Database.connect(settings.withPoolSize(1))) {
      List<String> rows =
          database
              .jdbi()
              .withHandle(handle ->
                  handle
                      .createQuery(
                          """
                          select concat_ws(' ', 'sent', source, owner, ticket, kind, version, text, anonymous, files)
                          from unknown_send
                          union all select concat_ws(' ', kind, version, text) from draft order by 1
                          """)
                      .mapTo(String.class)
                      .list());
      assertThat(rows)
          .containsExactlyInAnyOrder(
              "sent 42 7 1 reply 3 on its way t {9}", "note 4 a draft", "reply 3 ");
    }
  }

  @Test
  void aMigrationThatWasEditedIsRefused() {
    Migrations.migrate(settings);
    execute("update flyway_schema_history set checksum = 1 where version = '1'");

    assertThatThrownBy(() -> Migrations.migrate(settings))
        .isInstanceOf(StorageRefused.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void somebodyElsesDatabaseIsRefused() {
    execute("create table theirs (id int)");

    assertThatThrownBy(() -> Migrations.migrate(settings)).isInstanceOf(StorageRefused.class);
    assertThat(tables()).containsExactly("theirs");
  }

  private void execute(String... statements) {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      database.jdbi().useHandle(handle -> Arrays.stream(statements).forEach(handle::execute));
    }
  }

  private int appliedVersions() {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle ->
              handle
                  .createQuery(
                      "select count(*) from flyway_schema_history where success and version is not"
                          + " null")
                  .mapTo(int.class)
                  .one());
    }
  }

  private List<String> tables() {
    try (var database = Database.connect(settings.withPoolSize(1))) {
      return database
          .jdbi()
          .withHandle(handle ->
              handle
                  .createQuery(
                      "select table_name from information_schema.tables where table_schema ="
                          + " 'public'")
                  .mapTo(String.class)
                  .list());
    }
  }
}
