package dev.switchboard.discord.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.discord.api.Payload;
import dev.switchboard.discord.message.MessageReader;
import dev.switchboard.storage.Digests;
import dev.switchboard.ticket.model.Attachment;
import dev.switchboard.ticket.model.Content;
import java.util.HexFormat;
import java.util.List;

/** The custom id of one of our buttons or forms, returned by Discord when it is used. */
public sealed interface CustomId {
  String LATE = "late:";
  String EDIT = "edit:";

  /**
   * The button below a command that came too late.
   *
   * @param digest the digest of the quoted message; empty on a button of an earlier version
   */
  record Late(long message, String digest) implements CustomId {
    /** Whether the message still has the content that was quoted. */
    public boolean offers(JsonNode payload) {
      return digest.isEmpty()
          ? Payload.text(payload.path("edited_timestamp")).isEmpty()
          : digest.equals(
              CustomId.digest(
                  MessageReader.words(payload.path("content")), MessageReader.files(payload)));
    }
  }

  /** The form for editing a reply. */
  record Edit(int number) implements CustomId {}

  /** An id that is not ours, or not of this version. */
  record Unknown() implements CustomId {}

  static String late(long message, Content offered) {
    return LATE + message + ":" + digest(offered.text(), offered.attachments());
  }

  /** 128 bits of the digest of text and files, since Discord takes 100 characters. */
  private static String digest(String text, List<Attachment> files) {
    StringBuilder said = new StringBuilder(text.strip());
    files.forEach(file -> said.append('\0').append(file.id()));
    byte[] digest = Digests.sha256().digest(said.toString().getBytes(UTF_8));
    return HexFormat.of().formatHex(digest, 0, 16);
  }

  static String edit(int number) {
    return EDIT + number;
  }

  static CustomId of(String text) {
    try {
      if (text.startsWith(LATE)) {
        String[] parts = text.substring(LATE.length()).split(":", 2);
        return new Late(Long.parseLong(parts[0]), parts.length > 1 ? parts[1] : "");
      }
      if (text.startsWith(EDIT)) {
        return new Edit(Integer.parseInt(text.substring(EDIT.length())));
      }
      return new Unknown();
    } catch (NumberFormatException _) {
      return new Unknown();
    }
  }
}
