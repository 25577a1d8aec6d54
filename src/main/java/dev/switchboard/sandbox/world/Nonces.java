package dev.switchboard.sandbox.world;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers nonces by channel and author for a while ("the past few minutes", says Discord), then
 * forgets them.
 */
public final class Nonces {
  private record Key(long channel, long author, String nonce) {}

  private record Use(Message message, long at) {}

  private final SandboxClock clock;
  private final Map<Key, Use> uses = new LinkedHashMap<>();
  private Duration memory;

  public Nonces(SandboxClock clock, Duration memory) {
    this.clock = clock;
    this.memory = memory;
  }

  public void memory(Duration value) {
    memory = value;
  }

  public Optional<Message> find(long channel, long author, String nonce) {
    forgetOld();
    return Optional.ofNullable(uses.get(new Key(channel, author, nonce))).map(Use::message);
  }

  public void used(Message message) {
    used(message, clock.millis());
  }

  /** Adds a message from the journal, with the time at which it was made. */
  public void restored(Message message) {
    used(message, Snowflakes.time(message.id()).toEpochMilli());
  }

  private void used(Message message, long at) {
    Key key = new Key(message.channel(), message.author(), message.nonce());
    uses.remove(key);
    uses.put(key, new Use(message, at));
    forgetOld();
  }

  private void forgetOld() {
    long before = clock.millis() - memory.toMillis();
    Iterator<Use> oldest = uses.values().iterator();
    while (oldest.hasNext() && oldest.next().at() < before) {
      oldest.remove();
    }
  }
}
