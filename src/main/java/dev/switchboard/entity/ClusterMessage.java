package dev.switchboard.entity;

/**
 * A message that may travel to another node. Records, enums and sealed interfaces that are or
 * contain nothing but data and typed actor references implement it; {@code pekko.conf} binds this
 * interface to Jackson's CBOR format. A field of an interface type needs {@code @JsonTypeInfo}.
 *
 * <p>Such a message is never stored. Its format may change with any version.
 */
public interface ClusterMessage {}
