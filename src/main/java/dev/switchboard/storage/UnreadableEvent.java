package dev.switchboard.storage;

/**
 * Thrown for an event that this program cannot read, or for such a snapshot whose events were
 * deleted. A retry fails again. The message is for an operator and contains no text that people
 * wrote.
 */
public final class UnreadableEvent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String persistenceId;

  UnreadableEvent(String persistenceId, String where, Throwable why) {
    super("%s of %s: %s".formatted(where, persistenceId.replace('|', ' '), told(why)), why);
    this.persistenceId = persistenceId;
  }

  /** The persistence id of the entity. */
  public String persistenceId() {
    return persistenceId;
  }

  /** The problem without the parser's message, which may quote the content. */
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
