package dev.switchboard.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * The results of all runs of a scenario.
 *
 * @param loads the load of the machine before each run
 */
record Result(Scenario scenario, List<Map<String, Double>> runs, List<Double> loads) {
  Result {
    runs = List.copyOf(runs);
    loads = List.copyOf(loads);
  }

  private DoubleStream sorted(Measure measure) {
    return runs.stream()
        .filter(run -> run.containsKey(measure.key()))
        .mapToDouble(run -> run.get(measure.key()))
        .sorted();
  }

  double median(Measure measure) {
    double[] figures = sorted(measure).toArray();
    if (figures.length == 0) {
      return Double.NaN;
    }
    int middle = figures.length / 2;
    return figures.length % 2 == 1 ? figures[middle] : (figures[middle - 1] + figures[middle]) / 2;
  }

  double least(Measure measure) {
    return sorted(measure).min().orElse(Double.NaN);
  }

  double most(Measure measure) {
    return sorted(measure).max().orElse(Double.NaN);
  }

  boolean isMet(Measure measure) {
    return measure.goal().isMet(median(measure));
  }
}
