package dev.switchboard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.bench.Discord.Span;
import dev.switchboard.bench.Stage.Conditions;
import dev.switchboard.bench.Stage.Play;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The desk in a browser, over real HTTP, on a database with a large past that {@code bench seed}
 * made: 10,000 open tickets with a million messages.
 */
final class ReachScenarios {
  private static final int CONNECTIONS = 16;
  private static final int LISTENERS = 200;
  private static final int PAGES = 50;

  /** Rare, frequent, by their beginning, in two scripts, two together, none. */
  private static final List<String> WORDS =
      List.of(
          "xylophonist",
          "account",
          "acc",
          "refund",
          "server login",
          "fund",
          "аккаунт",
          "退款",
          "アカウント",
          "استرداد",
          "nowhere-at-all");

  private static final List<String> LISTS =
      List.of(
          "",
          "&sort=newest",
          "&sort=oldest",
          "&awaiting=staff",
          "&awaiting=member",
          "&priority=urgent",
          "&priority=low&sort=newest",
          "&unread=true",
          "&name=anna",
          "&status=all",
          "&status=closed",
          "&count=true");

  private ReachScenarios() {}

  static List<Scenario> all() {
    return List.of(reading(), live(), relay());
  }

  /** How large the past is. */
  private record Size(int tickets, int messages) {
    static Size of(boolean quick) {
      return quick ? new Size(200, 10_000) : new Size(10_000, 1_000_000);
    }

    int largest() {
      return (tickets + 1) / 2;
    }
  }

  private static Scenario reading() {
    return new Scenario(
        "reach-reading",
        "10,000 open tickets with 1 M messages: lists, search, a ticket of 5,000 messages",
        "",
        List.of(
            Measure.atMost(100, "list_p95_millis", "ms", "a part of a list, any filter, p95"),
            Measure.atMost(100, "deep_p95_millis", "ms", "the same behind cursors, p95"),
            Measure.atMost(300, "search_p95_millis", "ms", "a search, any words, p95"),
            Measure.of("search_most_millis", "ms", "the slowest search"),
            Measure.atMost(200, "open_p95_millis", "ms", "ticket and newest messages, p95"),
            Measure.of("older_p95_millis", "ms", "a part of its older messages, p95"),
            Measure.atLeast(2_000, "gets_per_second", "/s", "GETs of a ticket, by session"),
            Measure.atLeast(2_000, "key_gets_per_second", "/s", "GETs of a ticket, by API key"),
            Measure.of("cpu_micros", "µs", "processor time for each by session"),
            Measure.atMost(0, "refused", "", "GETs answered otherwise")),
        (stage, quick) -> {
          try (Play play = seeded(stage, "reach-reading", Size.of(quick));
              Product product = play.start()) {
            return read(play, product, quick);
          }
        });
  }

  private static Map<String, Double> read(Play play, Product product, boolean quick) {
    List<Long> users = play.discord().staff();
    // A session may send 600 requests a minute, a key 100.
    List<Visitor> visitors = Visitor.signIn(product.port(), users, 0, 60);
    Map<String, Double> figures = new TreeMap<>();
    try (PlainHttp http = new PlainHttp(product.port())) {
      Iterator<Visitor> turns = Stream.generate(() -> visitors).flatMap(List::stream).iterator();
      new Reading(turns, http, Size.of(quick).largest()).all(quick ? 2 : 10);
      Reading reading = new Reading(turns, http, Size.of(quick).largest());
      reading.all(quick ? 5 : 20);
      figures.put("list_p95_millis", reading.lists.millis(0.95));
      figures.put("deep_p95_millis", reading.deep.millis(0.95));
      figures.put("search_p95_millis", reading.searches.millis(0.95));
      figures.put("search_most_millis", reading.searches.millis(1));
      figures.put("open_p95_millis", reading.opened.millis(0.95));
      figures.put("older_p95_millis", reading.older.millis(0.95));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Visitor> more = Visitor.signIn(product.port(), users, 60, 180);
    HttpLoad byKeys =
        load(
            product,
            IntStream.range(0, 500)
                .mapToObj(n -> more.get(n % more.size()).key())
                .map(key -> PlainHttp.get("/api/externals/tickets/7", key))
                .toList());
    HttpLoad bySessions =
        load(product, more.stream().map(one -> one.request("/api/tickets/7")).toList());
    Duration time = Duration.ofSeconds(quick ? 5 : 15);
    bySessions.run(CONNECTIONS, time);
    Duration before = product.child().cpu();
    HttpLoad.Count sessions = bySessions.run(CONNECTIONS, time);
    Duration cpu = product.child().cpu().minus(before);
    // 500 keys may send 100 requests at once and 100 a minute: some 50,000 in this time.
    Duration shorter = time.dividedBy(3);
    HttpLoad.Count keys = byKeys.run(CONNECTIONS, shorter);
    double seconds = time.toMillis() / 1e3;
    figures.put("gets_per_second", sessions.answered() / seconds);
    figures.put("key_gets_per_second", keys.answered() / (shorter.toMillis() / 1e3));
    figures.put("cpu_micros", cpu.toNanos() / 1e3 / Math.max(1, sessions.answered()));
    figures.put("refused", (double) (sessions.refused() + keys.refused()));
    return figures;
  }

  private static HttpLoad load(Product product, List<byte[]> requests) {
    return new HttpLoad(product.port(), requests, answer -> answer.status() == 200);
  }

  /** A person at the desk, one request after another. */
  private record Reading(
      Iterator<Visitor> turns,
      PlainHttp http,
      int largest,
      Delays lists,
      Delays deep,
      Delays searches,
      Delays opened,
      Delays older) {
    /** The parts of a list, or of a ticket's messages, behind the first one. */
    private static final int PARTS = 5;

    Reading(Iterator<Visitor> turns, PlainHttp http, int largest) {
      this(
          turns,
          http,
          largest,
          new Delays(),
          new Delays(),
          new Delays(),
          new Delays(),
          new Delays());
    }

    void all(int rounds) {
      for (int round = 0; round < rounds; round++) {
        LISTS.forEach(this::list);
        WORDS.forEach(this::search);
        open();
      }
    }

    private JsonNode get(String path) {
      return turns.next().get(http, path);
    }

    private void list(String filter) {
      String path = "/api/tickets?limit=50" + filter;
      JsonNode part = lists.of(() -> get(path));
      for (int i = 0; i < PARTS && part.path("has_more").asBoolean(); i++) {
        String next = path + "&after=" + Visitor.encoded(part.path("next").asText());
        part = deep.of(() -> get(next));
      }
    }

    private void search(String words) {
      String path = "/api/search?q=" + Visitor.encoded(words);
      searches.of(() -> get(path));
      searches.of(() -> get(path + "&status=open&kind=member"));
    }

    private void open() {
      String ticket = "/api/tickets/" + largest;
      JsonNode part =
          opened.of(() -> {
            get(ticket);
            return get(ticket + "/messages?limit=50");
          });
      for (int i = 0; i < PARTS && part.path("has_more").asBoolean(); i++) {
        String path =
            ticket + "/messages?limit=50&before=" + Visitor.encoded(part.path("next").asText());
        part = older.of(() -> get(path));
      }
    }
  }

  private static Scenario live() {
    return new Scenario(
        "reach-live",
        "the same database: 200 event streams, and messages of members on an open page",
        "",
        List.of(
            Measure.atMost(
                250, "all_p95_millis", "ms", "a note is posted until all 200 are told, p95"),
            Measure.of("all_p50_millis", "ms", "the same: p50"),
            Measure.atMost(
                300, "page_p95_millis", "ms", "a member writes until a page can show it, p95"),
            Measure.of("page_p50_millis", "ms", "the same: p50"),
            Measure.of("told_p95_millis", "ms", "a member writes until all 200 are told, p95")),
        (stage, quick) -> {
          try (Play play = seeded(stage, "reach-live", Size.of(quick));
              Product product = play.start();
              Listeners listeners =
                  Listeners.open(product.port(), play.discord().staff(), LISTENERS)) {
            return listen(play, product, listeners, quick ? 20 : 100);
          }
        });
  }

  private static Map<String, Double> listen(
      Play play, Product product, Listeners listeners, int times) {
    Visitor visitor = Visitor.signIn(product.port(), play.discord().staff(), 240);
    Delays all = new Delays();
    Delays told = new Delays();
    Delays page = new Delays();
    try (PlainHttp http = new PlainHttp(product.port())) {
      // Tickets wake and Java warms up in the first round.
      for (int i = 0; i < 2 * times; i++) {
        int ticket = 1 + i % times;
        Listeners.Awaited note = listeners.await(ticket);
        long before = System.nanoTime();
        visitor.post("/api/tickets/" + ticket + "/notes", "{\"text\":\"noted\"}");
        long last = note.last() - before;
        Listeners.Awaited message = listeners.await(ticket);
        long written = System.nanoTime();
        Span span = play.discord().rush(ticket - 1, ticket, 1);
        long heard = message.last();
        String path = "/api/tickets/" + ticket + "/messages?limit=1";
        String shown = visitor.get(http, path).toString();
        long seen = System.nanoTime();
        if (!shown.contains(Marker.of(span.first()))) {
          throw new IllegalStateException("the page does not show the message: " + shown);
        }
        if (i >= times) {
          all.add(last);
          told.add(heard - written);
          page.add(seen - written);
        }
        Acts.pause(Duration.ofMillis(50).toNanos());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "all_p95_millis", all.millis(0.95),
        "all_p50_millis", all.millis(0.5),
        "page_p95_millis", page.millis(0.95),
        "page_p50_millis", page.millis(0.5),
        "told_p95_millis", told.millis(0.95));
  }

  private static Scenario relay() {
    return new Scenario(
        "reach-relay",
        "the same database: 100 DMs/s by 100 members, without and with 50 event streams in turn",
        "",
        List.of(
            Measure.of("p50_millis", "ms", "own delay without streams, median of the turns, p50"),
            Measure.of("p99_millis", "ms", "the same: p99"),
            Measure.of("cpu_millis", "ms", "the same: processor time for each DM"),
            Measure.atMost(1.05, "p50_times", "", "delay with 50 streams against none: p50"),
            Measure.atMost(1.05, "p99_times", "", "the same: p99"),
            Measure.atMost(1.05, "cpu_times", "", "the same: processor time"),
            FreeScenarios.BROKEN),
        (stage, quick) -> {
          try (Play play = seeded(stage, "reach-relay", Size.of(quick));
              Product product = play.start()) {
            return relayed(play, product, quick);
          }
        });
  }

  /** What a turn of the relay took. */
  private record Turn(double p50, double p99, double cpu, double broken) {
    static Turn play(Discord discord, Product product, int count) {
      Duration before = product.child().cpu();
      Span span = discord.pace(0, 100, 100, count);
      JsonNode report = Acts.outcome(discord, span);
      return new Turn(
          Acts.millis(report, "delay", "p50"),
          Acts.millis(report, "delay", "p99"),
          product.child().cpu().minus(before).toNanos() / 1e6 / span.size(),
          Acts.broken(report));
    }
  }

  private static Map<String, Double> relayed(Play play, Product product, boolean quick) {
    Discord discord = play.discord();
    int count = 100 * (quick ? 10 : 20);
    discord.await(discord.pace(0, 100, 100, 100 * (quick ? 15 : 60)), Acts.PATIENCE);
    List<Turn> without = new ArrayList<>();
    List<Turn> with = new ArrayList<>();
    for (int pair = 0; pair < (quick ? 3 : 5); pair++) {
      without.add(Turn.play(discord, product, count));
      try (Listeners _ = Listeners.open(product.port(), discord.staff(), PAGES)) {
        with.add(Turn.play(discord, product, count));
      }
    }
    Turn usual = median(without);
    Turn watched = median(with);
    return Map.of(
        "p50_millis",
        usual.p50(),
        "p99_millis",
        usual.p99(),
        "cpu_millis",
        usual.cpu(),
        "p50_times",
        watched.p50() / usual.p50(),
        "p99_times",
        watched.p99() / usual.p99(),
        "cpu_times",
        watched.cpu() / usual.cpu(),
        "broken",
        usual.broken() + watched.broken());
  }

  /** The medians; of what was broken, the sum. */
  private static Turn median(List<Turn> turns) {
    int middle = turns.size() / 2;
    return new Turn(
        turns.stream().mapToDouble(Turn::p50).sorted().toArray()[middle],
        turns.stream().mapToDouble(Turn::p99).sorted().toArray()[middle],
        turns.stream().mapToDouble(Turn::cpu).sorted().toArray()[middle],
        turns.stream().mapToDouble(Turn::broken).sum());
  }

  /** The world with the seeded database, made at the first call; later ones go on with it. */
  private static Play seeded(Stage stage, String scenario, Size size) {
    Path folder = stage.keptFolder("seeded-" + size.tickets());
    boolean isNew = !Files.exists(folder);
    Play play = stage.kept(folder, scenario, Conditions.FREE, size.tickets()).withPanel();
    if (isNew) {
      Path roster = folder.resolve("roster");
      play.discord().enroll(size.tickets(), roster);
      stage.seed(play, roster, size.tickets(), size.messages());
    }
    return play;
  }
}
