package dev.switchboard.access.grant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The user, or the role of the staff guild, that a permission is granted to.
 *
 * @param id Discord's snowflake. The role of everybody has the id of the guild.
 */
public record Subject(Type type, long id) {
  /** What the id is of. */
  public enum Type {
    USER,
    ROLE;

    /** The word for it in requests, answers and the journal: {@code user} or {@code role}. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The type of that word. */
    public static Optional<Type> of(String word) {
      return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }
  }

  /** A user of Discord. */
  public static Subject user(long id) {
    return new Subject(Type.USER, id);
  }

  /** A role of the staff guild. */
  public static Subject role(long id) {
    return new Subject(Type.ROLE, id);
  }
}
