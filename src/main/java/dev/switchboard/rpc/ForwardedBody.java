package dev.switchboard.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;

/**
 * The body of a request on its way to another node: its JSON as text, empty if the request has
 * none. As text, it is parsed there in the same way as here, numbers included.
 */
final class ForwardedBody {
  /**
   * The limit in characters. Calls that another node answers have a few short values; a message
   * between nodes has at most 1 MiB in total.
   */
  static final int LONGEST = 64 * 1024;

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private ForwardedBody() {}

  static String pack(JsonNode body) {
    if (body.isMissingNode()) {
      return "";
    }
    // Converted to bytes and back: half a surrogate pair, which JSON may contain, cannot be sent.
    // Here it becomes a question mark, as in every answer.
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
