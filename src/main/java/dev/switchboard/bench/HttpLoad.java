package dev.switchboard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Requests, sent in turn and again and again on each of several open connections.
 *
 * @param requests of several callers, since each may send so many a minute
 */
record HttpLoad(int port, List<byte[]> requests, Predicate<PlainHttp.Answer> isDone) {
  HttpLoad {
    requests = List.copyOf(requests);
  }

  /** The calls that were answered as they should be, and all others. */
  record Count(long answered, long refused) {
    Count plus(Count other) {
      return new Count(answered + other.answered, refused + other.refused);
    }
  }

  /** Calls for a given time. */
  Count run(int connections, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    List<Future<Count>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        int first = i * requests.size() / connections;
        running.add(threads.submit(() -> call(first, end)));
      }
      Count sum = new Count(0, 0);
      for (Future<Count> one : running) {
        sum = sum.plus(one.get());
      }
      return sum;
    } catch (ExecutionException failed) {
      throw new IllegalStateException("the product could not be called", failed.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Count call(int first, long end) {
    int next = first;
    long answered = 0;
    long refused = 0;
    try (PlainHttp http = new PlainHttp(port)) {
      while (System.nanoTime() - end < 0) {
        if (isDone.test(http.exchange(requests.get(next++ % requests.size())))) {
          answered++;
        } else {
          refused++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Count(answered, refused);
  }
}
