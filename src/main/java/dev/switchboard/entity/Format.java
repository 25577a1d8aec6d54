package dev.switchboard.entity;

/**
 * The stored form of the events, or of the snapshots, of a kind: plain JSON that Jackson makes of
 * the type, without class names.
 *
 * @param name the serializer's name in Pekko's configuration, such as {@code share-events}. The
 *     names of the golden files of events begin with the part before {@code -events}.
 * @param serializerId stored with each event and snapshot: never changed, and never used again
 * @param type the common type of all stored values; an interface names its cases with
 *     {@code @JsonSubTypes}
 */
public record Format<T>(String name, int serializerId, Class<T> type) {}
