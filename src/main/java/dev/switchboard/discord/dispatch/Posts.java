package dev.switchboard.discord.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.discord.api.Call;
import dev.switchboard.storage.FileStore;
import dev.switchboard.text.WellFormed;
import dev.switchboard.ticket.model.Draft;
import dev.switchboard.ticket.model.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Converts drafts to the calls of Discord's API and recognises them in messages. */
final class Posts {
  private static final String MESSAGES = "/channels/{channel}/messages";

  /** The test line, deleted as soon as Discord has taken it. */
  static final String PROBE =
      "-# Discord fails on something in this channel. This line tries whether it takes messages.";

  /** A message with this flag notifies nobody ("Message Flags" in Discord's documentation). */
  private static final int SUPPRESS_NOTIFICATIONS = 1 << 12;

  private static final int BUTTONS_ROW = 1;
  private static final int BUTTON = 2;
  private static final int SECONDARY_STYLE = 2;
  private static final int DEFAULT_TYPE = 0;
  private static final int REPLY_TYPE = 19;

  private Posts() {}

  /** The fields that a new message and a changed message have in common. */
  static ObjectNode body(Draft draft) {
    var body = JsonNodeFactory.instance.objectNode();
    body.put("content", draft.content());
    var embeds = body.putArray("embeds");
    draft.embeds().forEach(embed -> embeds.add(embed(embed)));
    var mentions = body.putObject("allowed_mentions");
    var parse = mentions.putArray("parse");
    if (draft.pings().everyone()) {
      parse.add("everyone");
    }
    var roles = mentions.putArray("roles");
    draft.pings().roles().forEach(role -> roles.add(Long.toString(role)));
    mentions.put("replied_user", false);
    var rows = body.putArray("components");
    if (!draft.buttons().isEmpty()) {
      buttons(draft, rows.addObject().put("type", BUTTONS_ROW).putArray("components"));
    }
    return body;
  }

  /** The call that posts the draft; for a known nonce Discord answers with the first message. */
  static Call create(long channel, Draft draft, String nonce, FileStore files) {
    return create(channel, new FormedPost(draft, "", false), nonce, files);
  }

  /** The call that posts the draft in the given form. */
  static Call create(long channel, FormedPost formedPost, String nonce, FileStore files) {
    var draft = formedPost.draft();
    var body = body(draft);
    body.put("nonce", nonce).put("enforce_nonce", true);
    if (draft.answers() != 0) {
      body.putObject("message_reference")
          .put("message_id", Long.toString(draft.answers()))
          .put("channel_id", Long.toString(channel))
          .put("fail_if_not_exists", false);
    }
    var attachments = body.putArray("attachments");
    var call = Call.post(MESSAGES, channel).withBody(body);
    for (Call.Upload upload : uploads(formedPost, files)) {
      attachments
          .addObject()
          .put("id", Integer.toString(attachments.size() - 1))
          .put("filename", upload.name());
      call = call.withFile(upload);
    }
    return call;
  }

  /**
   * The call that posts a test line in a staff channel, to see whether Discord takes messages
   * there. It has no nonce: an answer from Discord's memory would prove nothing.
   */
  static Call probe(long channel) {
    return Call.post(MESSAGES, channel)
        .withBody(body(Draft.of(PROBE)).put("flags", SUPPRESS_NOTIFICATIONS));
  }

  /** Whether a message of a channel's history is a test line of the bot. */
  static boolean isProbe(JsonNode message, long bot) {
    return message.path("author").path("id").asLong(0) == bot
        && message.path("content").asText("").equals(PROBE);
  }

  /** The call with an empty message, which Discord refuses in every channel that takes messages. */
  static Call empty(long channel) {
    return Call.post(MESSAGES, channel)
        .withBody(JsonNodeFactory.instance.objectNode().put("content", ""));
  }

  private static List<Call.Upload> uploads(FormedPost formedPost, FileStore files) {
    List<Call.Upload> uploads = new ArrayList<>();
    if (!formedPost.text().isEmpty()) {
      byte[] bytes = formedPost.text().getBytes(StandardCharsets.UTF_8);
      uploads.add(
          new Call.Upload(
              "message.txt",
              "text/plain; charset=utf-8",
              () -> CompletableFuture.completedStage(new ByteArrayInputStream(bytes))));
    }
    for (StoredFile file : formedPost.draft().files()) {
      uploads.add(
          formedPost.packed()
              ? new Call.Upload(
                  file.name() + ".gz",
                  "application/gzip",
                  () -> open(files, file).thenApply(PackedStream::of))
              : new Call.Upload(file.name(), file.contentType(), () -> open(files, file)));
    }
    return uploads;
  }

  private static CompletionStage<InputStream> open(FileStore files, StoredFile file) {
    return files
        .open(file.key())
        .thenCompose(found ->
            switch (found) {
              case FileStore.Opening.Content content ->
                  CompletableFuture.completedStage(
                      file.from() == 0 && file.size() == content.size()
                          ? content.stream()
                          : new PartStream(content.stream(), file.from(), file.size()));
              case FileStore.Opening.Absent _ ->
                  CompletableFuture.failedStage(new NoSuchFileException(file.name()));
            });
  }

  /** Whether a message of a channel's history is this draft, posted by the bot. */
  static boolean same(FormedPost formedPost, JsonNode message, long bot) {
    var draft = formedPost.draft();
    int type = message.path("type").asInt(DEFAULT_TYPE);
    return message.path("author").path("id").asLong(0) == bot
        && !message.hasNonNull("webhook_id")
        && !message.hasNonNull("interaction_metadata")
        && (type == DEFAULT_TYPE || type == REPLY_TYPE)
        && text(draft.content()).equals(text(message.path("content").asText("")))
        && sameFiles(formedPost, message.path("attachments"))
        && sameEmbeds(draft, message.path("embeds"));
  }

  /** Whether a message in an answer of Discord matches; missing fields are not compared. */
  static boolean sameWords(FormedPost formedPost, JsonNode message) {
    var draft = formedPost.draft();
    boolean said =
        !message.hasNonNull("content")
            || text(draft.content()).equals(text(message.path("content").asText("")));
    int files = draft.files().size() + (formedPost.text().isEmpty() ? 0 : 1);
    boolean carried =
        !message.path("attachments").isArray() || message.path("attachments").size() == files;
    return said
        && carried
        && (!message.path("embeds").isArray() || sameEmbeds(draft, message.path("embeds")));
  }

  private static boolean sameFiles(FormedPost formedPost, JsonNode attachments) {
    List<StoredFile> files = formedPost.draft().files();
    int first = formedPost.text().isEmpty() ? 0 : 1;
    if (attachments.size() != first + files.size()) {
      return false;
    }
    for (int i = 0; i < files.size(); i++) {
      var attachment = attachments.path(first + i);
      boolean same =
          formedPost.packed()
              ? attachment.path("filename").asText("").endsWith(".gz")
              : attachment.path("size").asLong(-1) == files.get(i).size();
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Compares the draft's embeds only: Discord may have added previews of links after them. */
  private static boolean sameEmbeds(Draft draft, JsonNode embeds) {
    for (int i = 0; i < draft.embeds().size(); i++) {
      var ours = draft.embeds().get(i);
      var theirs = embeds.path(i);
      if (!text(ours.title()).equals(text(theirs.path("title").asText("")))
          || !text(ours.description()).equals(text(theirs.path("description").asText("")))) {
        return false;
      }
    }
    return true;
  }

  private static String text(String text) {
    return WellFormed.text(text).replace("\r\n", "\n").strip();
  }

  private static void buttons(Draft draft, ArrayNode row) {
    for (var button : draft.buttons()) {
      row.addObject()
          .put("type", BUTTON)
          .put("style", SECONDARY_STYLE)
          .put("label", button.label())
          .put("custom_id", button.id());
    }
  }

  private static ObjectNode embed(Draft.Embed embed) {
    var node = JsonNodeFactory.instance.objectNode();
    putUnlessEmpty(node, "title", embed.title());
    putUnlessEmpty(node, "description", embed.description());
    node.put("color", embed.colour());
    var fields = node.putArray("fields");
    for (var field : embed.fields()) {
      fields
          .addObject()
          .put("name", field.name())
          .put("value", field.value())
          .put("inline", field.inline());
    }
    if (!embed.footer().isEmpty()) {
      node.putObject("footer").put("text", embed.footer());
    }
    if (!embed.thumbnail().isEmpty()) {
      node.putObject("thumbnail").put("url", embed.thumbnail());
    }
    return node;
  }

  private static void putUnlessEmpty(ObjectNode node, String field, String text) {
    if (!text.isEmpty()) {
      node.put(field, text);
    }
  }
}
