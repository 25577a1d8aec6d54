package dev.switchboard.text;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;

/**
 * Something to be said to people, without its words: {@link Words} has them by the key, and puts
 * the arguments into their places.
 *
 * <p>A message is a record in a sealed interface with an {@link Area}, such as {@code record
 * NotSent(Message why)} in the area {@code entry}. Its key is the area and its name, {@code
 * entry.not-sent}; its components are the placeholders of the text. What people wrote is a
 * component of type {@code String}: it is put in as it is, never read as a pattern, so its Markdown
 * has to be escaped before.
 */
public interface Message {
  /** The first part of the keys of the messages in an interface. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Area {
    String value();
  }

  /** The key of the words. */
  default String key() {
    return MessageShape.of(getClass()).key();
  }

  /** The values of the placeholders, by their names. */
  default Map<String, Object> arguments() {
    return MessageShape.of(getClass()).values(this);
  }

  /** A message without placeholders whose key is made from the name of something else. */
  record Named(String key) implements Message {
    @Override
    public Map<String, Object> arguments() {
      return Map.of();
    }
  }

  /** A text that is the same in all languages, such as what people wrote. */
  record Verbatim(String text) implements Message {
    public static final Verbatim NOTHING = new Verbatim("");
  }

  /** Messages one after another; the separator is no words. */
  record Joined(String separator, List<Message> parts) implements Message {
    public Joined {
      parts = List.copyOf(parts);
    }

    /** One message in each line. */
    public static Joined lines(List<Message> parts) {
      return new Joined("\n", parts);
    }
  }
}
