package dev.switchboard.ticket.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The content of a Discord message, fixed before the first attempt and the same in every retry.
 * Within Discord's limits: 2,000 characters of content, 10 embeds with 6,000 characters, 10 files.
 *
 * @param content text without leading or trailing white space (Discord trims it, and an unconfirmed
 *     post is recognised by its content); may be empty if there are embeds or files
 * @param files copies in the file store, read anew at each attempt
 * @param pings the mentions that notify; no other mention in the content does
 * @param answers Discord's id of the message to reply to, which may be deleted; 0 for none
 * @param buttons the buttons below it; at most 5
 */
public record Draft(
    String content,
    List<Embed> embeds,
    List<StoredFile> files,
    Pings pings,
    long answers,
    List<Button> buttons) {
  public Draft {
    embeds = List.copyOf(embeds);
    files = List.copyOf(files);
    buttons = buttons == null ? List.of() : List.copyOf(buttons);
  }

  /** A draft without buttons. */
  public Draft(
      String content, List<Embed> embeds, List<StoredFile> files, Pings pings, long answers) {
    this(content, embeds, files, pings, answers, List.of());
  }

  public static Draft of(String content) {
    return new Draft(content, List.of(), List.of(), Pings.NONE, 0);
  }

  /** SHA-256 of the content, embeds and file keys, in hexadecimal. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.getBytes(StandardCharsets.UTF_8));
      digest.update(embeds.toString().getBytes(StandardCharsets.UTF_8));
      for (StoredFile file : files) {
        digest.update(file.key().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }

  /**
   * An embed of a message.
   *
   * @param title empty for none
   * @param description empty for none
   * @param colour 0xRRGGBB
   * @param footer empty for none
   * @param thumbnail address of a small picture; empty for none
   */
  public record Embed(
      String title,
      String description,
      int colour,
      List<Field> fields,
      String footer,
      String thumbnail) {
    public Embed {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A button.
   *
   * @param id the {@code custom_id} that Discord sends when it is pressed, at most 100 characters
   * @param label at most 80 characters
   */
  public record Button(String id, String label) {}

  /** A named value in an embed; an {@code inline} field is shown beside its neighbours. */
  public record Field(String name, String value, boolean inline) {}

  /**
   * The mentions in the content that notify ({@code allowed_mentions}).
   *
   * @param everyone whether {@code @everyone} and {@code @here} ping
   * @param roles ids of roles that ping
   */
  public record Pings(boolean everyone, List<Long> roles) {
    public static final Pings NONE = new Pings(false, List.of());

    public Pings {
      roles = List.copyOf(roles);
    }
  }
}
