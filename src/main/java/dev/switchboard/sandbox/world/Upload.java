package dev.switchboard.sandbox.world;

/**
 * One file of a multipart request; the field's name is {@code files[0]} by Discord's convention.
 */
public final class Upload {
  private final String field;
  private final String filename;
  private final byte[] content;

  public Upload(String field, String filename, byte[] content) {
    this.field = field;
    this.filename = filename;
    this.content = content;
  }

  public String field() {
    return field;
  }

  /** The name that the client gave. */
  public String filename() {
    return filename;
  }

  public byte[] content() {
    return content;
  }

  /** The index in {@code files[n]}; -1 for another name. */
  public int index() {
    return field.matches("files\\[\\d{1,3}]")
        ? Integer.parseInt(field.substring(6, field.length() - 1))
        : -1;
  }
}
