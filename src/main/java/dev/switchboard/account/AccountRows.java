package dev.switchboard.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.storage.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/**
 * The table of accounts and blocked names, for lists. Each row is written by its {@link
 * AccountEntity} and has the number of events behind it, so that an older state never overwrites a
 * newer one. Thread-safe.
 */
public final class AccountRows {
  private final Database database;

  public AccountRows(Database database) {
    this.database = database;
  }

  /** An account in a list; {@code maxBytes} is empty for the default. */
  record Row(
      AccountName name, Instant created, Optional<Long> maxBytes, Optional<Long> discordUser) {}

  /**
   * Writes the row, unless it is newer already, and deletes the events before the last removal:
   * nothing needs them, and they contain hashes of passwords. The oldest removal events lack the
   * leftovers, so their earlier events stay until nothing is left behind. The link of an account
   * that is no more goes, too.
   *
   * @param events the number of events behind the state
   */
  CompletionStage<Done> write(AccountName name, Account account, long events) {
    Optional<Account.Holder> holder = account.holder();
    Optional<Account.Block> block = account.block();
    return database.transaction(handle -> {
      int written =
          handle
              .createUpdate(
                  """
                  insert into account (name, events, origin, created_at, discord_user, max_bytes, has_password,
                    block_reason, blocked_by, blocked_at, leftovers_of)
                  values (:name, :events, :origin, :created, :discordUser, :maxBytes, :password,
                    :reason, :blockedBy, :blocked, :leftovers)
                  on conflict (name) do update set events = excluded.events, origin = excluded.origin,
                    created_at = excluded.created_at, discord_user = excluded.discord_user,
                    max_bytes = excluded.max_bytes, has_password = excluded.has_password,
                    block_reason = excluded.block_reason, blocked_by = excluded.blocked_by,
                    blocked_at = excluded.blocked_at, leftovers_of = excluded.leftovers_of
                  where account.events < excluded.events
                  """)
              .bind("name", name.value())
              .bind("events", events)
              .bind(
                  "origin",
                  holder.map(held -> held.origin().name().toLowerCase(Locale.ROOT)).orElse(null))
              .bind(
                  "created",
                  holder.map(held -> held.created().atOffset(ZoneOffset.UTC)).orElse(null))
              .bind("discordUser", holder.flatMap(Account.Holder::discordUser).orElse(null))
              .bind("maxBytes", holder.flatMap(Account.Holder::maxBytes).orElse(null))
              .bind("password", holder.flatMap(Account.Holder::passwordHash).isPresent())
              .bind("reason", block.map(Account.Block::reason).orElse(null))
              .bind("blockedBy", block.map(Account.Block::by).orElse(null))
              .bind("blocked", block.map(one -> one.at().atOffset(ZoneOffset.UTC)).orElse(null))
              .bind(
                  "leftovers", account.leftovers().map(Account.Leftovers::discordUser).orElse(null))
              .execute();
      if (written > 0 && holder.isEmpty()) {
        handle
            .createUpdate("delete from account_link where account = :name")
            .bind("name", name.value())
            .execute();
      }
      forget(handle, name, account, events);
      return Done.getInstance();
    });
  }

  /**
   * Finds removals by the text of the events, because PostgreSQL does not accept every JSON that
   * Jackson writes.
   */
  private static void forget(Handle handle, AccountName name, Account account, long events) {
    String removal = "{\"event\":\"removed\",%";
    handle
        .createUpdate(
            """
            with forgotten as (
              delete from event_journal where persistence_id = :id and sequence_number < (
                select max(sequence_number) from event_journal
                where persistence_id = :id and sequence_number <= :events and event_payload like :removal)
              returning ordering)
            delete from event_tag using forgotten where tag = :tag and event_id = ordering
            """)
        .bind("id", Account.KIND.persistenceId(name.value()).id())
        .bind("events", events)
        .bind(
            "removal",
            (account.leftovers().isPresent() ? removal + "\"leftovers\":%" : removal)
                .getBytes(UTF_8))
        .bind("tag", Account.TAG)
        .execute();
  }

  /** Some accounts, ordered by name, after the given name. */
  CompletionStage<List<Row>> accounts(Optional<AccountName> after, int most) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select name, created_at, max_bytes, discord_user from account
                where created_at is not null and name > :after order by name limit :most
                """)
            .bind("after", after.map(AccountName::value).orElse(""))
            .bind("most", most)
            .map((row, _) ->
                new Row(
                    new AccountName(row.getString("name")),
                    instant(row, "created_at"),
                    number(row, "max_bytes"),
                    number(row, "discord_user")))
            .list());
  }

  /** Some Discord users with an account, ordered by id, after the given id. */
  CompletionStage<List<Long>> discordUsers(long after, int most) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select discord_user from account
                where discord_user > :after and created_at is not null
                order by discord_user limit :most
                """)
            .bind("after", after)
            .bind("most", most)
            .mapTo(Long.class)
            .list());
  }

  /** The number of accounts. */
  CompletionStage<Long> count() {
    return database.query(handle ->
        handle
            .createQuery("select count(*) from account where created_at is not null")
            .mapTo(Long.class)
            .one());
  }

  /** The number of accounts that were made by registration. */
  CompletionStage<Long> registered() {
    return database.query(handle ->
        handle
            .createQuery("select count(*) from account where origin = 'registered'")
            .mapTo(Long.class)
            .one());
  }

  /** The account that stores what a Discord user stores, as its events say. */
  CompletionStage<Optional<AccountName>> of(long discordUser) {
    return database.query(handle ->
        handle
            .createQuery(
                "select name from account where discord_user = :user and created_at is not null")
            .bind("user", discordUser)
            .mapTo(String.class)
            .findFirst()
            .map(AccountName::new));
  }

  /** The number of blocked names. */
  CompletionStage<Long> countBlocked() {
    return database.query(handle ->
        handle
            .createQuery("select count(*) from account where blocked_at is not null")
            .mapTo(Long.class)
            .one());
  }

  /** Some blocked names, most recently blocked first, after the given name. */
  CompletionStage<List<Blocklist.Blocked>> blocked(Optional<AccountName> after, int most) {
    return database.query(handle ->
        handle
            .createQuery(
                """
                select name, block_reason, blocked_at from account
                where blocked_at is not null and coalesce(
                  (select account.blocked_at < last.blocked_at
                     or (account.blocked_at = last.blocked_at and account.name > last.name)
                   from account last where last.name = :after and last.blocked_at is not null), true)
                order by blocked_at desc, name limit :most
                """)
            .bind("after", after.map(AccountName::value).orElse(""))
            .bind("most", most)
            .map((row, _) ->
                new Blocklist.Blocked(
                    new AccountName(row.getString("name")),
                    row.getString("block_reason"),
                    instant(row, "blocked_at")))
            .list());
  }

  /**
   * The result of one search.
   *
   * @param names the names whose rows are behind their journal
   * @param upTo the number of the last event that was checked
   * @param done the number of the last event up to which no row is behind
   */
  record Behind(List<AccountName> names, long upTo, long done) {}

  private record Straggler(AccountName name, long first) {}

  /** Searches the events after a number for rows that are behind. */
  CompletionStage<Behind> behind(long after, int events) {
    return database.query(handle -> {
      long upTo =
          handle
              .createQuery(
                  """
                  select coalesce(max(event_id), :after) from (
                    select event_id from event_tag where tag = :tag and event_id > :after
                    order by event_id limit :events) looked
                  """)
              .bind("tag", Account.TAG)
              .bind("after", after)
              .bind("events", events)
              .mapTo(Long.class)
              .one();
      List<Straggler> stragglers = stragglers(handle, after, upTo);
      return new Behind(
          stragglers.stream().map(Straggler::name).toList(),
          upTo,
          stragglers.stream().mapToLong(one -> one.first() - 1).min().orElse(upTo));
    });
  }

  private static List<Straggler> stragglers(Handle handle, long after, long upTo) {
    return handle
        .createQuery(
            """
            select substr(j.persistence_id, length(:prefix) + 1) as name, min(j.ordering) as first
            from event_tag t
            join event_journal j on j.ordering = t.event_id
            left join account a on a.name = substr(j.persistence_id, length(:prefix) + 1)
            where t.tag = :tag and t.event_id > :after and t.event_id <= :up_to
            group by j.persistence_id, a.events
            having max(j.sequence_number) > coalesce(a.events, 0)
            """)
        .bind("prefix", Account.KIND.name() + "|")
        .bind("tag", Account.TAG)
        .bind("after", after)
        .bind("up_to", upTo)
        .map(
            (row, _) -> new Straggler(new AccountName(row.getString("name")), row.getLong("first")))
        .list();
  }

  /** Some names whose former accounts left data behind, chosen at random. */
  CompletionStage<List<AccountName>> leftBehind(int most) {
    return database.query(handle ->
        handle
            .createQuery(
                "select name from account where leftovers_of is not null order by random() limit"
                    + " :most")
            .bind("most", most)
            .mapTo(String.class)
            .map(AccountName::new)
            .list());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, Long.class));
  }
}
