package dev.switchboard.discord;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.switchboard.ticket.Attachment;
import dev.switchboard.ticket.Content;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short print of what a message says, by which a later change of it is noticed. */
final class ContentPrint {
  /** 96 bits, as 24 hexadecimal digits; a button's id has room for 100 characters. */
  private static final int BYTES = 12;

  private ContentPrint() {}

  static String of(Content content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content.text().getBytes(UTF_8));
      for (Attachment file : content.attachments()) {
        digest.update((byte) 0);
        digest.update(Long.toString(file.id()).getBytes(UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java platform has SHA-256", absent);
    }
  }
}
