package dev.switchboard.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;

/**
 * The body of a request on its way to another node: its JSON as text, empty where the request has
 * none. Text, since what it was read from is then read again in the same way, numbers included.
 */
final class ForwardedBody {
  /**
   * In characters. What is done on another node takes a few short values; a message between nodes
   * may have 1 MiB in all.
   */
  static final int LONGEST = 64 * 1024;

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private ForwardedBody() {}

  static String pack(JsonNode body) {
    if (body.isMissingNode()) {
      return "";
    }
    // By way of bytes: half a surrogate pair, which JSON may bring in, cannot be sent, and becomes
    // a question mark here, as it does in every answer.
    return new String(body.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  static JsonNode unpack(String packed) {
    if (packed.isEmpty()) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(packed);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was packed can be read", impossible);
    }
  }
}
