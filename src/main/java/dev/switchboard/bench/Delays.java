package dev.switchboard.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/** Times of one kind, and their percentiles. */
final class Delays {
  private final List<Long> nanos = new ArrayList<>();

  void add(long time) {
    nanos.add(time);
  }

  /** Measures a call. */
  <T> T of(Supplier<T> call) {
    long before = System.nanoTime();
    T answer = call.get();
    add(System.nanoTime() - before);
    return answer;
  }

  /** The time in milliseconds that this part of all did not exceed. */
  double millis(double part) {
    List<Long> sorted = new ArrayList<>(nanos);
    Collections.sort(sorted);
    int index = (int) Math.ceil(part * sorted.size()) - 1;
    return sorted.get(Math.clamp(index, 0, sorted.size() - 1)) / 1e6;
  }
}
