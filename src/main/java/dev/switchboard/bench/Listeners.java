package dev.switchboard.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Open pages: streams of the product's live events, six of each visitor. */
final class Listeners implements AutoCloseable {
  /** The product gives no more to a session. */
  private static final int OF_SESSION = 6;

  private static final long LONGEST = 30;

  private final List<PlainHttp> streams = new ArrayList<>();
  private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Counts the streams that were told of a ticket, and holds when the last one was. */
  static final class Awaited {
    private final CountDownLatch left;
    private volatile long last;

    private Awaited(int streams) {
      left = new CountDownLatch(streams);
    }

    private synchronized void told(long at) {
      last = Math.max(last, at);
      left.countDown();
    }

    /** When the last of the streams was told, by {@link System#nanoTime}. */
    long last() {
      try {
        if (!left.await(LONGEST, TimeUnit.SECONDS)) {
          throw new IllegalStateException(left.getCount() + " streams were not told");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
      return last;
    }
  }

  /**
   * Opens streams and waits until the product has answered each.
   *
   * @param users who sign in for them
   */
  static Listeners open(int port, List<Long> users, int count) {
    Listeners listeners = new Listeners();
    try {
      for (int i = 0; i < count; i += OF_SESSION) {
        Visitor visitor = Visitor.signIn(port, users, i / OF_SESSION);
        for (int n = i; n < Math.min(count, i + OF_SESSION); n++) {
          listeners.listen(new PlainHttp(port), visitor);
        }
      }
    } catch (IOException e) {
      listeners.close();
      throw new UncheckedIOException(e);
    }
    return listeners;
  }

  private void listen(PlainHttp http, Visitor visitor) throws IOException {
    streams.add(http);
    http.send(visitor.request("/api/events"));
    int status = http.status();
    if (status != 200) {
      throw new IllegalStateException("a stream was answered with " + status);
    }
    Thread.ofVirtual().start(() -> read(http));
  }

  private void read(PlainHttp http) {
    String name = "";
    try {
      while (true) {
        String line = http.line();
        if (line.startsWith("event:")) {
          name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:") && name.equals("message.created")) {
          told(line);
        }
      }
    } catch (IOException cut) {
      if (!closed) {
        throw new UncheckedIOException("a stream ended", cut);
      }
    }
  }

  private void told(String data) {
    String key = "\"ticket\":";
    // The value is the next text; JSON may have a blank before it.
    int from = data.indexOf('"', data.indexOf(key) + key.length()) + 1;
    Awaited one = awaited.get(data.substring(from, data.indexOf('"', from)));
    if (one != null) {
      one.told(System.nanoTime());
    }
  }

  /** Waits for a new message in this ticket from now on. One message each. */
  Awaited await(int ticket) {
    Awaited one = new Awaited(streams.size());
    awaited.put(Integer.toString(ticket), one);
    return one;
  }

  @Override
  public void close() {
    closed = true;
    for (PlainHttp stream : streams) {
      try {
        stream.close();
      } catch (IOException gone) {
        // The product has closed it.
      }
    }
  }
}
