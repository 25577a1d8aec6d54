package dev.switchboard.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes the results: as Markdown for people, as JSON for programs. */
final class Report {
  private final Benchmark.Options options;
  private final Machine machine;
  private final String when;

  Report(Benchmark.Options options, Machine machine, String when) {
    this.options = options;
    this.machine = machine;
    this.when = when;
  }

  void write(List<Result> results) {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    try {
      json.writeValue(file("bench.json").toFile(), json(results));
      Files.writeString(file("bench.md"), markdown(results));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String name) {
    return options.out().resolve(name);
  }

  String markdown(List<Result> results) {
    StringBuilder text = new StringBuilder();
    text.append(head());
    text.append("| scenario | figure | peers | to reach | median | least to most | reached |\n");
    text.append("| --- | --- | --- | --- | ---: | --- | --- |\n");
    for (Result result : results) {
      boolean first = true;
      for (Measure measure : result.scenario().measures()) {
        text.append(row(result, measure, first));
        first = false;
      }
    }
    return text.toString();
  }

  private String head() {
    return """
    Switchboard %s, %s, %s, seed %d.
    %d cores (%s), %.1f GiB of memory, %s, %s.

    """
        .formatted(
            options.version(),
            when,
            options.quick() ? "the quick set" : "medians of " + options.runs() + " runs",
            options.seed(),
            machine.cores(),
            machine.processor(),
            machine.memory() / 1024.0 / 1024 / 1024,
            machine.system(),
            machine.java());
  }

  private static String row(Result result, Measure measure, boolean first) {
    double median = result.median(measure);
    String reached =
        measure.goal() instanceof Goal.None ? "" : result.isMet(measure) ? "yes" : "**no**";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s to %s | %s |%n",
        first ? "`" + result.scenario().name() + "`: " + result.scenario().what() : "",
        measure.what(),
        first ? result.scenario().peers() : "",
        withUnit(measure.goal().text(), measure),
        withUnit(Goal.number(median), measure),
        Goal.number(result.least(measure)),
        Goal.number(result.most(measure)),
        reached);
  }

  private static String withUnit(String figure, Measure measure) {
    if (figure.isEmpty() || measure.unit().isEmpty()) {
      return figure;
    }
    return measure.unit().startsWith("/") ? figure + measure.unit() : figure + " " + measure.unit();
  }

  private ObjectNode json(List<Result> results) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", options.version()).put("when", when).put("seed", options.seed());
    json.put("quick", options.quick());
    json.set("machine", machine.json());
    ArrayNode scenarios = json.putArray("scenarios");
    for (Result result : results) {
      ObjectNode scenario = scenarios.addObject();
      scenario.put("name", result.scenario().name()).put("what", result.scenario().what());
      scenario.put("peers", result.scenario().peers());
      ArrayNode loads = scenario.putArray("load_before");
      result.loads().forEach(loads::add);
      ArrayNode runs = scenario.putArray("runs");
      result.runs().forEach(run -> run.forEach(runs.addObject()::put));
      ArrayNode figures = scenario.putArray("figures");
      for (Measure measure : result.scenario().measures()) {
        figures
            .addObject()
            .put("key", measure.key())
            .put("unit", measure.unit())
            .put("what", measure.what())
            .put("goal", measure.goal().text())
            .put("median", result.median(measure))
            .put("least", result.least(measure))
            .put("most", result.most(measure))
            .put("reached", result.isMet(measure));
      }
    }
    return json;
  }
}
