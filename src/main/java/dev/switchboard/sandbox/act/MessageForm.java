package dev.switchboard.sandbox.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.world.FormErrors;
import dev.switchboard.sandbox.world.Json;
import dev.switchboard.sandbox.world.Upload;
import java.util.List;

/**
 * Checks the form of a new or edited message against Discord's limits. Errors are reported as
 * 50035.
 */
public final class MessageForm {
  static final int CONTENT = 2000;
  static final int EMBEDS = 10;
  static final int EMBED_CHARACTERS = 6000;
  static final int FILES = 10;
  public static final int COMPONENTS_V2 = 1 << 15;

  private final FormErrors errors = new FormErrors();

  private MessageForm() {}

  public static void check(ObjectNode form, List<Upload> files) {
    MessageForm check = new MessageForm();
    check.text(form);
    check.embeds(form);
    check.nonce(form);
    check.allowedMentions(form);
    check.attachments(form, files);
    check.poll(form);
    new ComponentForm(check.errors).message(form);
    check.errors.throwIfAny();
  }

  /** Discord counts characters as code points. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private void text(ObjectNode form) {
    JsonNode content = form.path("content");
    if (!content.isMissingNode()
        && !content.isNull()
        && !content.isTextual()
        && !content.isNumber()) {
      errors.at("content").add("BASE_TYPE_BAD_TYPE", "Could not interpret value as string.");
    } else if (length(content.asText("")) > CONTENT) {
      errors.at("content").tooLong(CONTENT);
    }
    if (Json.has(form, "flags") && !form.get("flags").isIntegralNumber()) {
      errors
          .at("flags")
          .add("NUMBER_TYPE_COERCE", "Value \"" + form.get("flags").asText() + "\" is not int.");
    }
    if (form.path("sticker_ids").size() > 3) {
      errors.at("sticker_ids").tooLong(3);
    }
  }

  private void nonce(ObjectNode form) {
    JsonNode nonce = form.path("nonce");
    if (nonce.isTextual() && nonce.textValue().length() > 25) {
      errors.at("nonce").tooLong(25);
    } else if (!nonce.isMissingNode()
        && !nonce.isNull()
        && !nonce.isTextual()
        && !nonce.isIntegralNumber()) {
      errors.at("nonce").add("NONCE_TYPE_INVALID", "Nonce must be a string or an integer.");
    }
  }

  private void embeds(ObjectNode form) {
    JsonNode embeds = form.path("embeds");
    if (embeds.isMissingNode() || embeds.isNull()) {
      return;
    }
    if (!embeds.isArray()) {
      errors.at("embeds").add("LIST_TYPE_CONVERT", "Must be a list.");
      return;
    }
    if (embeds.size() > EMBEDS) {
      errors.at("embeds").tooLong(EMBEDS);
      return;
    }
    int total = 0;
    for (int i = 0; i < embeds.size(); i++) {
      total += embed(errors.at("embeds", i), embeds.get(i));
    }
    if (total > EMBED_CHARACTERS) {
      errors
          .at("embeds")
          .add("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of " + EMBED_CHARACTERS);
    }
  }

  private static int embed(FormErrors.FieldPath at, JsonNode embed) {
    int total = limited(at, embed, "title", 256) + limited(at, embed, "description", 4096);
    total += limited(at.at("footer"), embed.path("footer"), "text", 2048);
    total += limited(at.at("author"), embed.path("author"), "name", 256);
    JsonNode fields = embed.path("fields");
    if (fields.size() > 25) {
      at.at("fields").tooLong(25);
      return total;
    }
    for (int i = 0; i < fields.size(); i++) {
      total += required(at.at("fields", i), fields.get(i), "name", 256);
      total += required(at.at("fields", i), fields.get(i), "value", 1024);
    }
    if (Json.has(embed, "color")
        && (embed.get("color").asLong() < 0 || embed.get("color").asLong() > 0xFFFFFF)) {
      at.at("color").add("NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.");
    }
    url(at, embed, "url");
    url(at.at("image"), embed.path("image"), "url");
    url(at.at("thumbnail"), embed.path("thumbnail"), "url");
    url(at.at("footer"), embed.path("footer"), "icon_url");
    url(at.at("author"), embed.path("author"), "icon_url");
    return total;
  }

  private static void url(FormErrors.FieldPath at, JsonNode node, String field) {
    if (Json.has(node, field)
        && !node.get(field).asText().matches("(?s)(https?|attachment)://.+")) {
      at.at(field)
          .add(
              "URL_TYPE_INVALID_SCHEME",
              "Scheme \""
                  + scheme(node.get(field).asText())
                  + "\" is not supported. Scheme must be one of ('http', 'https').");
    }
  }

  private static String scheme(String url) {
    int colon = url.indexOf(':');
    return colon < 0 ? "none" : url.substring(0, colon);
  }

  private static int limited(FormErrors.FieldPath at, JsonNode node, String field, int most) {
    int length = length(node.path(field).asText(""));
    if (length > most) {
      at.at(field).tooLong(most);
    }
    return length;
  }

  private static int required(FormErrors.FieldPath at, JsonNode node, String field, int most) {
    if (!Json.has(node, field) || node.get(field).asText().isBlank()) {
      at.at(field).required();
      return 0;
    }
    return limited(at, node, field, most);
  }

  private void allowedMentions(ObjectNode form) {
    JsonNode allowed = form.path("allowed_mentions");
    for (String kind : List.of("users", "roles")) {
      if (allowed.path(kind).size() > 100) {
        errors.at("allowed_mentions", kind).tooLong(100);
      }
      for (JsonNode parsed : allowed.path("parse")) {
        if (parsed.asText().equals(kind) && !allowed.path(kind).isEmpty()) {
          errors
              .at("allowed_mentions")
              .add(
                  "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                  "parse:[\"" + kind + "\"] and " + kind + ": [ids...] are mutually exclusive.");
        }
      }
    }
    for (int i = 0; i < allowed.path("parse").size(); i++) {
      if (!List.of("users", "roles", "everyone").contains(allowed.path("parse").get(i).asText())) {
        errors.at("allowed_mentions", "parse", i).notOneOf("('users', 'roles', 'everyone')");
      }
    }
  }

  private void attachments(ObjectNode form, List<Upload> files) {
    if (files.size() > FILES || form.path("attachments").size() > FILES) {
      errors.at(files.size() > FILES ? "files" : "attachments").tooLong(FILES);
    }
    JsonNode attachments = form.path("attachments");
    for (int i = 0; i < attachments.size(); i++) {
      JsonNode attachment = attachments.get(i);
      if (!Json.has(attachment, "id")) {
        errors.at("attachments", i, "id").required();
      }
      if (length(attachment.path("description").asText("")) > 1024) {
        errors.at("attachments", i, "description").tooLong(1024);
      }
    }
  }

  private void poll(ObjectNode form) {
    if (!Json.has(form, "poll")) {
      return;
    }
    JsonNode poll = form.get("poll");
    required(errors.at("poll", "question"), poll.path("question"), "text", 300);
    JsonNode answers = poll.path("answers");
    if (answers.isEmpty() || answers.size() > 10) {
      errors.at("poll", "answers").badLength(1, 10);
    }
    for (int i = 0; i < answers.size(); i++) {
      required(
          errors.at("poll", "answers", i, "poll_media"),
          answers.get(i).path("poll_media"),
          "text",
          55);
    }
    long hours = poll.path("duration").asLong(24);
    if (hours < 1 || hours > 768) {
      errors
          .at("poll", "duration")
          .add("NUMBER_TYPE_MAX", "int value should be less than or equal to 768.");
    }
  }
}
