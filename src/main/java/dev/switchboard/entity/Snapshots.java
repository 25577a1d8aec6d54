package dev.switchboard.entity;

import java.util.function.Function;
import org.apache.pekko.persistence.typed.SnapshotAdapter;

/**
 * The stored form of the state of a kind.
 *
 * @param format the format of the stored form
 * @param stored makes the stored form of a state
 * @param restored makes the state from the stored form
 * @param <S> the state
 * @param <T> the stored form
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
