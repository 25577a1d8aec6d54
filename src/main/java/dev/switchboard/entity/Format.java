package dev.switchboard.entity;

/**
 * The stored form of the events, or of the snapshots, of a kind: plain JSON that Jackson makes of
 * the type, without class names.
 *
 * @param name the serializer's name in Pekko's configuration, such as {@code share-events}. The
 *     golden files of events begin with what stands before {@code -events}.
 * @param serializerId stored with each event and snapshot: never changed, and never used again
 * @param type the common type of all that is stored; an interface names its cases with
 *     {@code @JsonSubTypes}
 */
public record Format<T>(String name, int serializerId, Class<T> type) {}
