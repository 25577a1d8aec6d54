package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.ApiError;
import dev.switchboard.sandbox.world.Channel;
import dev.switchboard.sandbox.world.Guild;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.StoredFiles;
import dev.switchboard.sandbox.world.Upload;
import dev.switchboard.sandbox.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Turns uploads into attachments of a message. */
public final class Attachments {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("log", "text/plain; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("json", "application/json; charset=utf-8"),
          Map.entry("pdf", "application/pdf"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("wav", "audio/wav"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("zip", "application/zip"));

  private final World world;
  private final StoredFiles files;

  Attachments(World world, StoredFiles files) {
    this.world = world;
    this.files = files;
  }

  /** The most bytes of an upload, by the boost level of the guild (10 MiB without boosts). */
  static long uploadLimit(World world, Channel channel) {
    Guild guild = world.guilds().get(channel.guild());
    int tier = guild == null ? 0 : guild.premiumTier();
    long mebibytes =
        switch (tier) {
          case 2 -> 50;
          case 3 -> 100;
          default -> 10;
        };
    return mebibytes << 20;
  }

  void checkSize(Channel channel, List<Upload> uploads) {
    long limit = uploadLimit(world, channel);
    if (uploads.stream().anyMatch(upload -> upload.content().length > limit)) {
      throw ApiError.of(413, 40005, "Request entity too large");
    }
  }

  /** Stores the uploads and adds them to the attachments that an edit keeps. */
  ArrayNode store(Channel channel, ObjectNode form, List<Upload> uploads, JsonNode kept) {
    ArrayNode list = Json.array();
    for (JsonNode before : kept) {
      list.add(before);
    }
    for (int i = 0; i < uploads.size(); i++) {
      Upload upload = uploads.get(i);
      JsonNode described = described(form, upload.index() < 0 ? i : upload.index());
      list.add(store(channel, upload, described));
    }
    return list;
  }

  private static JsonNode described(ObjectNode form, int index) {
    for (JsonNode attachment : form.path("attachments")) {
      if (attachment.path("id").asText().equals(Integer.toString(index))) {
        return attachment;
      }
    }
    return Json.object();
  }

  private ObjectNode store(Channel channel, Upload upload, JsonNode described) {
    long id = world.snowflakes().next();
    String filename = sanitized(described.path("filename").asText(upload.filename()));
    String url = files.add(channel.id(), id, filename, upload.content());
    ObjectNode json =
        Json.object()
            .put("id", Long.toString(id))
            .put("filename", filename)
            .put("size", upload.content().length)
            .put("url", url)
            .put("proxy_url", url)
            .put("content_type", contentType(filename));
    String given = described.path("filename").asText(upload.filename());
    if (!filename.equals(given)) {
      json.put("title", given.replaceAll("\\.[^.]*$", ""));
    }
    for (String field : new String[] {"description", "duration_secs", "waveform", "title"}) {
      if (Json.has(described, field)) {
        json.set(field, described.get(field));
      }
    }
    size(json, upload.content());
    return json;
  }

  public static String contentType(String filename) {
    String ending = filename.substring(filename.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, "application/octet-stream");
  }

  /**
   * A file name as Discord keeps it: ASCII letters, digits, dot, dash and underscore. The title
   * holds the original name.
   */
  private static String sanitized(String filename) {
    String name =
        filename.replaceAll("[ \\p{L}\\p{N}&&[^A-Za-z0-9]]", "_").replaceAll("[^A-Za-z0-9._-]", "");
    return name.isEmpty() ? "unknown" : name;
  }

  private static void size(ObjectNode json, byte[] content) {
    if (!json.path("content_type").asText().startsWith("image/")) {
      return;
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (readers.hasNext()) {
        ImageReader reader = readers.next();
        reader.setInput(in);
        json.put("width", reader.getWidth(0)).put("height", reader.getHeight(0));
        reader.dispose();
      }
    } catch (IOException notAnImage) {
      json.remove("width");
    }
  }

  /**
   * The attachments of a message that an edit keeps: those with an id in {@code attachments}, or
   * all if that field is missing.
   */
  static ArrayNode kept(ObjectNode form, JsonNode before) {
    ArrayNode kept = Json.array();
    for (JsonNode attachment : before) {
      boolean listed = !form.has("attachments");
      for (JsonNode wanted : form.path("attachments")) {
        listed |= wanted.path("id").asText().equals(attachment.path("id").asText());
      }
      if (listed) {
        kept.add(attachment);
      }
    }
    return kept;
  }

  ObjectNode signed(ObjectNode attachment) {
    return files.signed(attachment);
  }

  void forget(JsonNode attachments) {
    attachments.forEach(attachment -> files.remove(Json.id(attachment, "id")));
  }
}
