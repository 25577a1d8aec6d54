package dev.switchboard.bulk;

import dev.switchboard.access.Guarded;
import dev.switchboard.access.Principal;
import dev.switchboard.storage.Database;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.TableActSources;
import dev.switchboard.ticket.model.ActSource;
import dev.switchboard.ticket.view.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.jdbi.v3.core.Handle;

/** {@link BulkJobs} in the tables {@code bulk_job} and {@code bulk_act}. */
public final class TableBulkJobs implements BulkJobs {
  /** How long a job is kept behind its end. */
  static final Duration KEPT = Duration.ofDays(7);

  /** The largest number of jobs of one user that are kept. */
  static final int MOST_KEPT = 100;

  private static final String JOB =
      """
      select job.*, acts.* from bulk_job job cross join lateral (
        select count(*) filter (where state = 'done') as done, count(*) filter (where state = 'refused') as refused,
          count(*) filter (where state = 'cancelled') as cancelled, count(*) filter (where state = 'waiting') as waiting
        from bulk_act act where act.job = job.job) as acts
      where owner = :owner
      """;

  private final Database database;
  private final Runnable wake;

  /**
   * @param wake has jobs carried out
   */
  public TableBulkJobs(Database database, Runnable wake) {
    this.database = database;
    this.wake = wake;
  }

  private static Principal.DiscordUser owner(Principal by) {
    if (by instanceof Principal.DiscordUser user) {
      return user;
    }
    throw new IllegalStateException("only users of Discord have bulk jobs: " + by.name());
  }

  @Override
  public CompletionStage<Begun> begin(Principal by, Order order) {
    if (order.tickets().size() > MOST) {
      throw new IllegalArgumentException("a job has %d tickets at most".formatted(MOST));
    }
    return Guarded.with(
        by,
        order.act().right(),
        () ->
            database
                .transaction(handle -> begin(handle, owner(by), order))
                .whenComplete((_, _) -> wake.run()));
  }

  /** The key of the request, the job and its acts are stored together. */
  private static Begun begin(Handle handle, Principal.DiscordUser by, Order order) {
    // So that nobody begins two jobs at once, and both count the same.
    handle.execute("lock table bulk_job in share row exclusive mode");
    Optional<Begun> before = order.request().flatMap(request -> before(handle, by.id(), request));
    if (before.isPresent()) {
      return before.get();
    }
    int running =
        handle
            .createQuery("select count(*) from bulk_job where owner = :owner and state = 'running'")
            .bind("owner", by.id())
            .mapTo(Integer.class)
            .one();
    if (running >= RUNNING) {
      return new Begun.TooMany();
    }
    long job = insert(handle, by, order);
    order.request().ifPresent(request -> note(handle, request, job));
    forgetBeyond(handle, by.id());
    return new Begun.Started(job(handle, by.id(), job).orElseThrow(), false);
  }

  private static Optional<Begun> before(Handle handle, long owner, ActSources.Request request) {
    return TableActSources.find(handle, request)
        .flatMap(given ->
            switch (given) {
              case ActSources.Given.Known(_, OptionalInt job) when job.isPresent() ->
                  job(handle, owner, job.getAsInt()).map(known -> new Begun.Started(known, true));
              case ActSources.Given.Other _ -> Optional.of(new Begun.Other());
              case ActSources.Given.New _, ActSources.Given.Known _ -> Optional.empty();
            });
  }

  private static void note(Handle handle, ActSources.Request request, long job) {
    TableActSources.of(handle, request);
    handle
        .createUpdate("update act_request set number = :job where scope = :scope")
        .bind("job", Math.toIntExact(job))
        .bind("scope", request.scope().bytes())
        .execute();
  }

  private static long insert(Handle handle, Principal.DiscordUser by, Order order) {
    BulkAct.Close close =
        order.act() instanceof BulkAct.Close given ? given : new BulkAct.Close("", false);
    String priority = order.act() instanceof BulkAct.SetPriority(var wanted) ? wanted.word() : "";
    long job =
        handle
            .createQuery(
                """
                insert into bulk_job (owner, owner_name, owner_role, address, request, act, reason, silent, priority,
                  total, state, ended_at)
                values (:owner, :name, :role, :address, :request, :act, :reason, :silent, :priority, :total,
                  case when :total = 0 then 'done' else 'running' end, case when :total = 0 then now() end)
                returning job
                """)
            .bind("owner", by.id())
            .bind("name", order.by().name())
            .bind("role", order.by().topRole())
            .bind("address", by.source().address())
            .bind("request", by.source().request())
            .bind("act", order.act().word())
            .bind("reason", close.reason())
            .bind("silent", close.silent())
            .bind("priority", priority)
            .bind("total", order.tickets().size())
            .mapTo(Long.class)
            .one();
    handle
        .createUpdate(
            """
            insert into bulk_act (job, place, ticket, source)
            select :job, place, ticket, :first + nextval('act_source')
            from unnest(cast(:tickets as bigint[])) with ordinality as wanted (ticket, place)
            """)
        .bind("job", job)
        .bind("first", ActSource.FIRST)
        .bindArray("tickets", Long.class, order.tickets().toArray())
        .execute();
    return job;
  }

  private static void forgetBeyond(Handle handle, long owner) {
    handle
        .createUpdate(
            """
            delete from bulk_job job where state <> 'running' and job in (
              select job from bulk_job where owner = :owner order by job desc offset :most)
              and not exists (select from bulk_act act where act.job = job.job and act.state = 'waiting')
            """)
        .bind("owner", owner)
        .bind("most", MOST_KEPT)
        .execute();
  }

  @Override
  public CompletionStage<List<Job>> all(Principal by) {
    long owner = owner(by).id();
    return database.query(handle ->
        handle
            .createQuery(JOB + "order by job.job desc limit :most")
            .bind("owner", owner)
            .bind("most", MOST_KEPT)
            .map((row, _) -> job(row))
            .list());
  }

  @Override
  public CompletionStage<Optional<Job>> job(Principal by, long number) {
    long owner = owner(by).id();
    return database.query(handle -> job(handle, owner, number));
  }

  private static Optional<Job> job(Handle handle, long owner, long number) {
    return handle
        .createQuery(JOB + "and job.job = :job")
        .bind("owner", owner)
        .bind("job", number)
        .map((row, _) -> job(row))
        .findOne();
  }

  private static Job job(ResultSet row) throws SQLException {
    return new Job(
        row.getLong("job"),
        row.getString("act"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("total"),
        row.getInt("done"),
        row.getInt("refused"),
        row.getInt("cancelled"),
        row.getInt("waiting"),
        row.getTimestamp("made_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("ended_at")).map(at -> at.toInstant()));
  }

  @Override
  public CompletionStage<Optional<Part<Result>>> results(
      Principal by, long number, int after, int limit) {
    long owner = owner(by).id();
    return database.query(handle ->
        job(handle, owner, number)
            .map(_ ->
                Part.of(
                    handle
                        .createQuery(
                            """
                            select place, ticket, state, code from bulk_act
                            where job = :job and place > :after order by place limit :limit
                            """)
                        .bind("job", number)
                        .bind("after", after)
                        .bind("limit", limit + 1)
                        .map((row, _) -> result(row))
                        .list(),
                    limit)));
  }

  private static Result result(ResultSet row) throws SQLException {
    return new Result(
        row.getInt("place"),
        row.getLong("ticket"),
        Fate.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("code"));
  }

  @Override
  public CompletionStage<Optional<Job>> cancel(Principal by, long number) {
    long owner = owner(by).id();
    return database.transaction(handle -> {
      boolean cancelled =
          handle
                  .createUpdate(
                      """
                      update bulk_job set state = 'cancelled', ended_at = now()
                      where owner = :owner and job = :job and state = 'running'
                      """)
                  .bind("owner", owner)
                  .bind("job", number)
                  .execute()
              > 0;
      if (cancelled) {
        // What was begun may be done already, and is asked for until that is known.
        handle
            .createUpdate(
                """
                update bulk_act set state = 'cancelled' where job = :job and state = 'waiting' and tries = 0
                """)
            .bind("job", number)
            .execute();
      }
      return job(handle, owner, number);
    });
  }

  /** Forgets jobs that ended long ago. */
  public CompletionStage<Done> forget() {
    return database.query(handle -> {
      handle
          .createUpdate(
              "delete from bulk_job where ended_at < now() - make_interval(secs => :kept)")
          .bind("kept", KEPT.toSeconds())
          .execute();
      return Done.getInstance();
    });
  }
}
