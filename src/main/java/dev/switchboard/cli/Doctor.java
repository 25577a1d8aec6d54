package dev.switchboard.cli;

import dev.switchboard.config.Environment;
import dev.switchboard.config.ListenerFile;
import dev.switchboard.config.OwnListener;
import dev.switchboard.config.Settings;
import dev.switchboard.config.StoragePlace;
import dev.switchboard.discord.guild.DiscordCheckup;
import dev.switchboard.discord.guild.StartupChecks;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.node.Backlog;
import dev.switchboard.node.Guardian;
import dev.switchboard.node.OpenStorage;
import dev.switchboard.node.ProxyAdvice;
import dev.switchboard.storage.Database;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.Migrations;
import dev.switchboard.storage.StorageException;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import dev.switchboard.text.OneLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Examines an installation from outside, running or not. Changes nothing. */
public final class Doctor {
  /** How serious a symptom is. */
  public enum Verdict {
    /** As it should be. */
    FINE,
    /** Works, but not for long or not well. */
    LOOK,
    /** Does not work. */
    WRONG
  }

  /**
   * The result of one check.
   *
   * @param advice the remedy; empty if nothing is to be done
   */
  public record Symptom(Verdict verdict, String subject, String found, String advice) {
    public String line() {
      String word = String.format(Locale.ROOT, "%-5s", verdict.name().toLowerCase(Locale.ROOT));
      // The text contains names from Discord.
      return OneLine.of(
          "%s  %s: %s%s".formatted(word, subject, found, advice.isEmpty() ? "" : "; " + advice));
    }
  }

  /** Discord forgets an interaction after 3 s. With a larger error the clock misjudges its age. */
  private static final Duration CLOCK_MARGIN = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longer than all its calls in sequence. */
  private static final Duration CHECKUP = Duration.ofMinutes(2);

  /** A message that waits for longer points to a problem. */
  private static final Duration PROMPT = Duration.ofMinutes(1);

  private static final long MEBIBYTE = 1024L * 1024;
  private static final long DISK_LITTLE = 2048 * MEBIBYTE;
  private static final long DISK_NONE = 256 * MEBIBYTE;

  private static final int STANDING_NAMED = 10;

  /** With fewer sessions left, a start does not identify: the same limit as in the gateway. */
  private static final int SESSIONS_LITTLE = 50;

  private final Settings settings;
  private final List<Symptom> symptoms = new ArrayList<>();
  private Consumer<Symptom> heard = _ -> {};

  public Doctor(Settings settings) {
    this.settings = settings;
  }

  /**
   * Checks everything, in the order in which problems should be corrected.
   *
   * @param listener receives each symptom at once
   */
  public List<Symptom> examine(Consumer<Symptom> listener) {
    heard = listener;
    say(Verdict.FINE, "configuration", "complete", "");
    disk();
    proxy();
    try (Storage storage = storage()) {
      discord(storage.database());
      storage.database().ifPresent(this::deliveries);
    }
    return List.copyOf(symptoms);
  }

  private void say(Verdict verdict, String subject, String found, String advice) {
    Symptom symptom = new Symptom(verdict, subject, found, advice);
    symptoms.add(symptom);
    heard.accept(symptom);
  }

  // ---- the machine

  private void disk() {
    Path place = settings.data().root();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    try {
      long free = Files.getFileStore(place).getUsableSpace();
      String found = "%,d MiB free for %s".formatted(free / MEBIBYTE, settings.data().root());
      if (free < DISK_NONE) {
        say(Verdict.WRONG, "disk", found, "make room now: PostgreSQL stops when there is none");
      } else if (free < DISK_LITTLE) {
        say(Verdict.LOOK, "disk", found, "make room before attachments fill it");
      } else {
        say(Verdict.FINE, "disk", found, "");
      }
    } catch (IOException e) {
      say(Verdict.WRONG, "disk", e.toString(), "make " + place + " readable");
    }
  }

  /** Proxies that forward calls here, from the configuration and from the running process. */
  private void proxy() {
    String advice =
        "name the proxy's address in switchboard.http.trusted-proxies ("
            + Environment.variableOf("switchboard.http.trusted-proxies")
            + ")";
    Optional<String> configured = ProxyAdvice.about(settings.http());
    if (configured.isPresent()) {
      say(Verdict.LOOK, "proxy", configured.get(), advice);
      return;
    }
    OptionalDouble untold = untoldProxies();
    if (untold.isEmpty()) {
      say(Verdict.FINE, "proxy", "not known: no running process tells", "");
    } else if (untold.getAsDouble() > 0) {
      say(
          Verdict.LOOK,
          "proxy",
          "calls are forwarded by an address near by that is not trusted, which the log names: all"
              + " of its callers share that address",
          advice);
    } else {
      say(Verdict.FINE, "proxy", "none that is not told of", "");
    }
  }

  /** The number that the running process reports; empty if it reports none. */
  private OptionalDouble untoldProxies() {
    HttpSettings http =
        OwnListener.over(settings.http(), new ListenerFile(settings.data().listener()).read());
    var request =
        HttpRequest.newBuilder(http.reachedByOperators().resolve("/metrics")).timeout(PATIENCE);
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return client
          .send(request.build(), HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith("switchboard_http_untold_proxies "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .findFirst();
    } catch (IOException | NumberFormatException nobodyAnswers) {
      return OptionalDouble.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalDouble.empty();
    }
  }

  private void clock(String whose, Instant theirs) {
    Duration off = Duration.between(Instant.now(), theirs).abs();
    // Dates in HTTP are whole seconds.
    if (off.minus(CLOCK_MARGIN).compareTo(Duration.ofSeconds(1)) > 0) {
      say(
          Verdict.WRONG,
          "clock",
          "%d s away from %s's".formatted(off.toSeconds(), whose),
          "let NTP set this machine's clock");
    } else {
      say(Verdict.FINE, "clock", "as " + whose + "'s", "");
    }
  }

  // ---- the database

  /** The database during the examination, if it is usable. */
  private record Storage(Optional<OpenStorage> place, Optional<Database> database)
      implements AutoCloseable {
    @Override
    public void close() {
      database.ifPresent(Database::close);
      place.ifPresent(OpenStorage::close);
    }
  }

  private Storage storage() {
    Path embedded = settings.data().database().directory();
    if (settings.database().isEmpty()
        && EmbeddedPostgres.running(embedded).isEmpty()
        && !Files.exists(embedded)) {
      say(Verdict.FINE, "database", "none yet; the first start makes one in " + embedded, "");
      return new Storage(Optional.empty(), Optional.empty());
    }
    Optional<OpenStorage> place = Optional.empty();
    try {
      place = Optional.of(OpenStorage.at(new StoragePlace(settings.data(), settings.database())));
      DatabaseSettings database = place.get().database();
      int pending = Migrations.pending(database);
      Database open = Database.connect(database);
      String server =
          open.jdbi()
              .withHandle(
                  handle -> handle.createQuery("show server_version").mapTo(String.class).one());
      say(
          Verdict.FINE,
          "database",
          "PostgreSQL " + server + " at " + database.maskedUrl() + ", " + schema(pending),
          "");
      clock("the database", now(open));
      holder(database, pending);
      return new Storage(place, pending == 0 ? Optional.of(open) : unused(open));
    } catch (StorageException e) {
      say(Verdict.WRONG, "database", String.valueOf(e.getMessage()), "see the message");
      place.ifPresent(OpenStorage::close);
      return new Storage(Optional.empty(), Optional.empty());
    }
  }

  private static String schema(int pending) {
    return pending == 0
        ? "the schema is this version's"
        : "the next start brings the schema to this version";
  }

  /** The older schema may lack something that the later checks query. */
  private static Optional<Database> unused(Database open) {
    open.close();
    return Optional.empty();
  }

  private static Instant now(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("select clock_timestamp()").mapTo(OffsetDateTime.class).one())
        .toInstant();
  }

  private void holder(DatabaseSettings database, int pending) {
    Optional<DatabaseLease.Holder> holder =
        pending == 0 ? DatabaseLease.holder(database, Guardian.LEASE) : Optional.empty();
    say(
        Verdict.FINE,
        "process",
        holder.map(one -> "served by " + one).orElse("none is running on this database"),
        "");
  }

  // ---- Discord

  private void discord(Optional<Database> database) {
    date().ifPresent(date -> clock("Discord", date));
    DiscordCheckup.Found found;
    try {
      found =
          DiscordCheckup.look(settings.discord(), database)
              .toCompletableFuture()
              .get(CHECKUP.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      say(Verdict.WRONG, "Discord", String.valueOf(e), "try again, and report it if it stays");
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    database.ifPresent(open -> standing(found.channels(), open));
    switch (found.checks()) {
      case StartupChecks.Result.Ready(var bot) -> {
        say(
            Verdict.FINE,
            "Discord",
            "the token, intents, guilds, category and permissions of " + bot.name() + " are right",
            "");
        found.sessionsLeft().ifPresent(this::sessions);
      }
      case StartupChecks.Result.Wrong(var misfits) -> misfits.forEach(this::misfit);
      case StartupChecks.Result.Exposed(_, var misfits) -> misfits.forEach(this::misfit);
      case StartupChecks.Result.OutOfReach(String why) ->
          say(
              Verdict.WRONG,
              "Discord",
              "out of reach: " + why,
              "look at this machine's network, proxy and "
                  + settings.discord().access().maskedUrl());
    }
  }

  /** The channels of closed tickets, which Discord did not let the bot delete. */
  private void standing(Map<Long, String> channels, Database database) {
    List<String> names =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select ticket from ticket where status = 'closed' and ticket ="
                            + " any(:tickets) order by 1")
                    .bindArray("tickets", Long.class, channels.keySet().toArray())
                    .mapTo(Long.class)
                    .list())
            .stream()
            .map(ticket -> "#" + channels.get(ticket))
            .toList();
    if (!names.isEmpty()) {
      say(
          Verdict.LOOK,
          "channels",
          "%d of closed tickets stand there still: %s"
              .formatted(
                  names.size(),
                  String.join(", ", names.subList(0, Math.min(STANDING_NAMED, names.size())))),
          "give the bot Manage Channels there, then /close in each, or delete them by hand");
    }
  }

  private void misfit(StartupChecks.Misfit misfit) {
    say(
        Verdict.WRONG,
        misfit.key() + " (" + Environment.variableOf(misfit.key()) + ")",
        misfit.found(),
        "expected " + misfit.expected());
  }

  private void sessions(int left) {
    String found = "%d new gateway sessions are left for today".formatted(left);
    if (left < SESSIONS_LITTLE) {
      say(
          Verdict.WRONG,
          "gateway",
          found,
          "find out what starts so often; below " + SESSIONS_LITTLE + " no new session is begun");
    } else {
      say(Verdict.FINE, "gateway", found, "");
    }
  }

  /** The time of Discord's clock. Failures are left to the later checks, which report them. */
  private Optional<Instant> date() {
    var request =
        HttpRequest.newBuilder(URI.create(settings.discord().access().apiUrl() + "/gateway"))
            .timeout(PATIENCE)
            .build();
    try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return client
          .send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  // ---- waiting work

  private void deliveries(Database database) {
    Backlog backlog = database.jdbi().withHandle(Backlog::read);
    waiting(
        "incoming",
        "%,d facts stored and not acted on".formatted(backlog.inbox().pending()),
        backlog.inbox().oldest());
    waiting(
        "outgoing",
        "%,d of %,d open tickets with something under way"
            .formatted(backlog.tickets().unfinished(), backlog.tickets().open()),
        backlog.tickets().oldest());
    waiting(
        "lists",
        "%,d events behind the journal".formatted(backlog.tickets().lag().events()),
        backlog.tickets().lag().oldest());
    leftover(
        "dead letters",
        backlog.inbox().deadLetters(),
        "read the table dead_letter, and report what should have been understood");
    leftover(
        "parked events",
        backlog.tickets().parked(),
        "read the table projection_parked, and report it");
  }

  private void waiting(String subject, String found, Optional<Instant> oldest) {
    Duration age = oldest.map(at -> Duration.between(at, Instant.now())).orElse(Duration.ZERO);
    if (age.compareTo(PROMPT) > 0) {
      say(
          Verdict.LOOK,
          subject,
          found + ", the oldest for " + age.toMinutes() + " min",
          "see that Switchboard runs, and what its log says of it");
    } else {
      say(Verdict.FINE, subject, found, "");
    }
  }

  private void leftover(String subject, long number, String advice) {
    say(
        number == 0 ? Verdict.FINE : Verdict.LOOK,
        subject,
        number == 0 ? "none" : "%,d".formatted(number),
        number == 0 ? "" : advice);
  }
}
