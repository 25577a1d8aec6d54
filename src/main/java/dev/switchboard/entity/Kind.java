package dev.switchboard.entity;

import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.persistence.typed.PersistenceId;

/**
 * The description of a persistent kind, such as {@code Shares}: its name, its stored form, and how
 * its state follows from its events. Each entity of the kind has an id. {@code node.Kinds} lists
 * all kinds; serializers, sharding and tests follow from that list. Immutable.
 *
 * @param <S> the state of an entity
 * @param <E> its events
 */
public final class Kind<S, E> {
  /**
   * The id of the entity of a kind that has only one. Part of the persistence id: never changed.
   */
  public static final String ONLY = "all";

  /**
   * A request to an entity.
   *
   * @param <S> the state of the entity
   * @param <R> the reply: a {@link ClusterMessage}, a text, a number, a boolean, or an {@link
   *     Optional} of one of them
   */
  public sealed interface Request<S, R> extends ClusterMessage permits Command, Query {}

  /**
   * A request that may change the entity.
   *
   * @param <S> the state of the entity
   * @param <E> its events
   * @param <R> the reply, which is sent once the events are stored
   */
  public non-sealed interface Command<S, E, R> extends Request<S, R> {
    /** The decision on the command. Has no side effect, and reads no clock. */
    Decision<E, R> decide(S state);
  }

  /**
   * A request that changes nothing.
   *
   * @param <S> the state of the entity
   * @param <R> the reply
   */
  public non-sealed interface Query<S, R> extends Request<S, R> {
    /**
     * The reply.
     *
     * @param version the number of the entity's last event; 0 before the first
     */
    R read(S state, long version);
  }

  private final String name;
  private final Format<E> events;
  private final Function<String, S> empty;
  private final BiFunction<S, E, S> apply;
  private final Optional<Snapshots<S, ?>> snapshots;
  private final Optional<Retention> retention;
  private final Function<String, Set<String>> tags;

  private Kind(
      String name,
      Format<E> events,
      Function<String, S> empty,
      BiFunction<S, E, S> apply,
      Optional<Snapshots<S, ?>> snapshots,
      Optional<Retention> retention,
      Function<String, Set<String>> tags) {
    this.name = name;
    this.events = events;
    this.empty = empty;
    this.apply = apply;
    this.snapshots = snapshots;
    this.retention = retention;
    this.tags = tags;
  }

  /**
   * A kind without snapshots and tags.
   *
   * @param name the type of its entities in sharding. Part of each persistence id: never changed.
   * @param empty the state before the first event
   * @param apply makes the state after an event
   */
  public static <S, E> Kind<S, E> of(
      String name, Format<E> events, S empty, BiFunction<S, E, S> apply) {
    return new Kind<>(
        name, events, _ -> empty, apply, Optional.empty(), Optional.empty(), _ -> Set.of());
  }

  /**
   * The same kind with another state before the first event, by the entity's id: for a state that
   * also holds values of the node's configuration.
   */
  public Kind<S, E> startingWith(Function<String, S> other) {
    return new Kind<>(name, events, other, apply, snapshots, retention, tags);
  }

  /** The same kind, with its states stored as they are. */
  public Kind<S, E> withSnapshots(Format<S> format) {
    return withSnapshots(new Snapshots<>(format, Function.identity(), Function.identity()));
  }

  /** The same kind with a stored form of its states. */
  public Kind<S, E> withSnapshots(Snapshots<S, ?> form) {
    return new Kind<>(name, events, empty, apply, Optional.of(form), retention, tags);
  }

  /** The same kind, with snapshots. It needs a stored form of its states. */
  public Kind<S, E> keeping(Retention kept) {
    return new Kind<>(name, events, empty, apply, snapshots, Optional.of(kept), tags);
  }

  /**
   * The same kind with tags, by which projections find its events.
   *
   * @param tagsOf the tags of each event of an entity, by its id. Stored with it: never changed.
   */
  public Kind<S, E> tagged(Function<String, Set<String>> tagsOf) {
    return new Kind<>(name, events, empty, apply, snapshots, retention, tagsOf);
  }

  public String name() {
    return name;
  }

  public Format<E> events() {
    return events;
  }

  public Optional<Snapshots<S, ?>> snapshots() {
    return snapshots;
  }

  public Optional<Retention> retention() {
    return retention;
  }

  /** The formats of everything that is stored of the kind. */
  public Stream<Format<?>> formats() {
    return Stream.concat(Stream.of(events), snapshots.map(Snapshots::format).stream());
  }

  /** The state of an entity before its first event. */
  public S empty(String id) {
    return empty.apply(id);
  }

  /** The state after an event. */
  public S apply(S state, E event) {
    return apply.apply(state, event);
  }

  /** The tags of each event of an entity. */
  public Set<String> tags(String id) {
    return tags.apply(id);
  }

  /** The key of an entity in the journal. */
  public PersistenceId persistenceId(String id) {
    return PersistenceId.of(name, id);
  }

  @Override
  public String toString() {
    return name;
  }
}
