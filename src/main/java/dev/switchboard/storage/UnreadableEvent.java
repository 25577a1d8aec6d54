package dev.switchboard.storage;

/**
 * An event, or a snapshot without whose events nothing can be made, that this program does not
 * understand. Trying again gives the same. The message is for an operator and holds no words of
 * people.
 */
public final class UnreadableEvent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String persistenceId;

  UnreadableEvent(String persistenceId, String where, Throwable why) {
    super("%s of %s: %s".formatted(where, persistenceId.replace('|', ' '), told(why)), why);
    this.persistenceId = persistenceId;
  }

  /** Whose event it is. */
  public String persistenceId() {
    return persistenceId;
  }

  /** Words of parsers may quote what they read. */
  private static String told(Throwable why) {
    return switch (why) {
      case com.fasterxml.jackson.databind.exc.InvalidTypeIdException unknown ->
          "its kind is not known here: " + unknown.getTypeId();
      case com.fasterxml.jackson.databind.JsonMappingException odd ->
          "it does not fit: " + odd.getPathReference();
      case com.fasterxml.jackson.core.JacksonException _ -> "it is no JSON";
      default -> why.toString();
    };
  }
}
