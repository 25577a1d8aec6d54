package dev.switchboard.bench.seed;

import com.typesafe.config.ConfigFactory;
import dev.switchboard.bench.seed.TicketScript.Played;
import dev.switchboard.entity.KindSerializers;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.Migrations;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.correspondent.CorrespondentEntity;
import dev.switchboard.ticket.model.TicketEvent;
import dev.switchboard.ticket.read.EventBatch;
import dev.switchboard.ticket.read.FeedNotes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.SerializationExtension;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Fills an empty database with open tickets. */
public final class Seed {
  /** What happened within this time is in the feed, too. */
  private static final Duration FEED = Duration.ofHours(24);

  private static final Duration PAST = Duration.ofDays(60);

  /** Events of one transaction, or one ticket's. */
  private static final int BATCH = 4_000;

  private final DatabaseSettings database;
  private final Size size;
  private final Desk desk;
  private final Consumer<String> progress;
  private final Instant end;
  private final Snowflakes ids = new Snowflakes();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong messages = new AtomicLong();

  /**
   * How much there is to be.
   *
   * @param tickets all open, one for each member
   * @param messages of members and staff, in all tickets
   * @param largest messages of the largest ticket, which stands in the middle
   * @param seed of the texts and times
   */
  public record Size(int tickets, int messages, int largest, long seed) {
    public Size {
      if (tickets < 1 || largest < 1 || messages < tickets - 1 + largest) {
        throw new IllegalArgumentException(
            "%d messages are too few for %d tickets, one of them with %d"
                .formatted(messages, tickets, largest));
      }
    }

    /** The number of the largest ticket. */
    public int largestTicket() {
      return (tickets + 1) / 2;
    }
  }

  /** What was written. */
  public record Written(long tickets, long messages, long events) {}

  private Seed(DatabaseSettings database, Size size, Desk desk, Consumer<String> progress) {
    this.database = database;
    this.size = size;
    this.desk = desk;
    this.progress = progress;
    this.end = Instant.now().minus(Duration.ofMinutes(10));
  }

  /**
   * Fills the database, which no Switchboard may use meanwhile.
   *
   * @param roster a file with the ids of members and channels that Discord knows; empty for none
   * @throws IllegalStateException if there is any event or ticket in it
   */
  public static Written fill(
      DatabaseSettings database, Size size, Optional<Path> roster, Consumer<String> progress) {
    Desk desk = roster.map(Desk::of).orElseGet(() -> new Desk(List.of()));
    return new Seed(database, size, desk, progress).fill();
  }

  /** Whether there is neither an event nor a ticket; a database without tables gets them. */
  public static boolean isEmpty(DatabaseSettings database) {
    Migrations.migrate(database);
    return Jdbi.create(database.unpooled("switchboard-seed"))
        .withHandle(handle ->
            handle
                .createQuery(
                    "select not exists (select from event_journal) and not exists (select from ticket)")
                .mapTo(Boolean.class)
                .one());
  }

  private Jdbi jdbi() {
    return Jdbi.create(database.unpooled("switchboard-seed"));
  }

  private Written fill() {
    if (!isEmpty(database)) {
      throw new IllegalStateException(
          database.maskedUrl() + " is not empty: only an empty database can be seeded");
    }
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "seed",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(
                    KindSerializers.config(List.of(TicketEntity.KIND, CorrespondentEntity.KIND)))
                .withFallback(ConfigFactory.load("pekko.conf")));
    try {
      Journal journal = new Journal(SerializationExtension.get(Adapter.toClassic(system)));
      jdbi().useHandle(handle -> new Finish(handle).begin());
      play(journal);
      progress.accept("Indexing");
      jdbi().useHandle(handle -> new Finish(handle).end(journal, size.tickets()));
      return new Written(size.tickets(), messages.get(), journal.last());
    } finally {
      system.terminate();
    }
  }

  private void play(Journal journal) {
    List<TicketScript.Plan> plans = plans();
    int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
    try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(threads.submit(() -> jdbi().useHandle(handle -> work(handle, plans, journal))));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the database could not be filled", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** How long each ticket is: most are short, some long, one is the largest. */
  private List<TicketScript.Plan> plans() {
    SplittableRandom random = new SplittableRandom(size.seed());
    double[] weights = new double[size.tickets()];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i == size.largestTicket() - 1 ? 0 : Math.exp(0.9 * random.nextGaussian());
      sum += weights[i];
    }
    double spare = size.messages() - size.largest() - (size.tickets() - 1);
    double due = 0;
    int given = 0;
    List<TicketScript.Plan> plans = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      due += sum == 0 ? 0 : spare * weights[i] / sum;
      int more = (int) Math.round(due) - given;
      given += more;
      Instant opened = end.minus(PAST).plus(PAST.multipliedBy(i).dividedBy(weights.length + 1));
      plans.add(
          new TicketScript.Plan(
              i == size.largestTicket() - 1 ? size.largest() : 1 + more, opened, end));
    }
    return plans;
  }

  private void work(Handle handle, List<TicketScript.Plan> plans, Journal journal) {
    handle.execute("set synchronous_commit = off");
    handle.execute("set enable_seqscan = off");
    for (List<Played> batch = batch(plans); !batch.isEmpty(); batch = batch(plans)) {
      List<Played> tickets = batch;
      handle.useTransaction(_ -> record(handle, tickets, journal));
      long before =
          messages.getAndAdd(
              tickets.stream().mapToLong(one -> TicketScript.messages(one.events())).sum());
      if (messages.get() / 50_000 > before / 50_000) {
        progress.accept("%,d messages".formatted(messages.get()));
      }
    }
  }

  private List<Played> batch(List<TicketScript.Plan> plans) {
    List<Played> batch = new ArrayList<>();
    for (int events = 0; events < BATCH; ) {
      int index = next.getAndIncrement();
      if (index >= plans.size()) {
        break;
      }
      Played played =
          new TicketScript(
                  index + 1,
                  plans.get(index),
                  desk,
                  ids,
                  new SplittableRandom(size.seed() * 1_000_003 + index))
              .play();
      batch.add(played);
      events += played.events().size();
    }
    return batch;
  }

  private void record(Handle handle, List<Played> tickets, Journal journal) {
    Connection connection = handle.getConnection();
    EventBatch events = new EventBatch();
    FeedNotes notes = new FeedNotes();
    boolean noted = false;
    for (Played played : tickets) {
      long sequence = 0;
      for (TicketEvent event : played.events()) {
        sequence++;
        events.add(played.ticket(), sequence, event);
        if (event.at().isAfter(end.minus(FEED))) {
          notes.add(played.ticket(), event);
          noted = true;
        }
      }
    }
    try {
      journal.write(connection, tickets);
      Channels.write(connection, tickets);
    } catch (SQLException e) {
      throw new IllegalStateException("the rows could not be copied", e);
    }
    events.record(handle);
    if (noted) {
      notes.record(handle);
    }
  }
}
