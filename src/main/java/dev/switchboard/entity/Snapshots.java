package dev.switchboard.entity;

import java.util.function.Function;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * The stored form of the state of a kind.
 *
 * @param format how a stored state is written
 * @param stored makes what is stored of a state
 * @param restored makes the state of what was stored
 * @param <S> the state
 * @param <T> what is stored of it
 */
public record Snapshots<S, T>(Format<T> format, Function<S, T> stored, Function<T, S> restored) {
  SnapshotAdapter<S> adapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(S state) {
        return stored.apply(state);
      }

      @Override
      public S fromJournal(Object snapshot) {
        return restored.apply(format.type().cast(snapshot));
      }
    };
  }
}
