package dev.switchboard.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays scenarios and writes the results. */
public final class Benchmark {
  private final Options options;
  private final PrintWriter out;

  /**
   * The options of a benchmark.
   *
   * @param names the scenarios; empty for all
   * @param runs how often each is played
   * @param out the folder for the table, the JSON and the logs
   * @param quick whether each is played once, and shorter
   * @param seed the seed of the texts
   * @param home the distribution to measure
   * @param productOptions more options for its Java machine
   */
  public record Options(
      List<String> names,
      int runs,
      Path out,
      boolean quick,
      long seed,
      String version,
      Path home,
      String productOptions) {
    public Options {
      names = List.copyOf(names);
      out = out.toAbsolutePath().normalize();
    }
  }

  private Benchmark(Options options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  /** All scenarios, in the order in which they are played. */
  public static List<String> names() {
    return scenarios().map(Scenario::name).toList();
  }

  private static Stream<Scenario> scenarios() {
    return Stream.of(
            LimitedScenarios.all(),
            FreeScenarios.all(),
            FullScenarios.all(),
            AdminScenarios.all(),
            ReachScenarios.all(),
            FaultScenarios.all())
        .flatMap(List::stream);
  }

  /**
   * Plays the scenarios and writes {@code bench.md} and {@code bench.json} after each of them, so
   * that stopping early loses no results.
   *
   * @return whether nothing was lost, shown twice or out of order; figures that miss their goal are
   *     only reported
   */
  public static boolean run(Options options, PrintWriter out) {
    return new Benchmark(options, out).run();
  }

  private boolean run() {
    Report report =
        new Report(
            options,
            Machine.here(),
            Clock.systemUTC().instant().truncatedTo(ChronoUnit.MINUTES).toString());
    Stage stage =
        new Stage(
            new Stage.Ground(
                options.home(), options.out(), options.seed(), options.productOptions()));
    List<Result> results = new ArrayList<>();
    try {
      for (Scenario scenario : scenarios().filter(this::isWanted).toList()) {
        results.add(play(scenario, stage));
        report.write(results);
      }
    } finally {
      stage.clear();
    }
    say("");
    say(report.markdown(results));
    say("Written to " + options.out());
    return results.stream()
        .flatMap(result -> result.runs().stream())
        .allMatch(run -> run.getOrDefault("broken", 0.0) == 0);
  }

  private boolean isWanted(Scenario scenario) {
    return options.names().isEmpty() || options.names().contains(scenario.name());
  }

  private Result play(Scenario scenario, Stage stage) {
    say(scenario.name() + ": " + scenario.what());
    List<Map<String, Double>> runs = new ArrayList<>();
    List<Double> loads = new ArrayList<>();
    int count = options.quick() ? 1 : options.runs();
    for (int run = 1; run <= count; run++) {
      loads.add(Machine.load());
      Map<String, Double> figures = scenario.script().play(stage, options.quick());
      runs.add(figures);
      say("  run %d of %d: %s".formatted(run, count, told(scenario, figures)));
    }
    return new Result(scenario, runs, loads);
  }

  private static String told(Scenario scenario, Map<String, Double> figures) {
    return scenario.measures().stream()
        .map(measure ->
            measure.key() + " " + Goal.number(figures.getOrDefault(measure.key(), Double.NaN)))
        .collect(Collectors.joining(", "));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
