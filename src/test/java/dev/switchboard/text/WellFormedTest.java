package dev.switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WellFormedTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As JSON writes them: a source file cannot hold half a pair. */
  @ParameterizedTest
  @CsvSource({
    "a\\u0000b, a\\ufffdb",
    "\\ud83d, \\ufffd",
    "x\\ude00, x\\ufffd",
    "\\ude00\\ud83d, \\ufffd\\ufffd",
    "\\ud83d\\ud83d\\ude00, \\ufffd\\ud83d\\ude00",
    "\\u0000\\ud83d\\ude00\\u0000, \\ufffd\\ud83d\\ude00\\ufffd",
    "plain \\u00e4, plain \\u00e4",
  })
  void whatIsNoCharacterIsReplaced(String given, String right) throws Exception {
    assertThat(WellFormed.text(JSON.readTree('"' + given + '"').asText()))
        .isEqualTo(JSON.readTree('"' + right + '"').asText());
  }

  @Test
  void allOfATreeIsReplacedAndTheTreeItselfLeftAlone() throws Exception {
    String text =
        """
        {"a\\u0000": ["\\ud83d", {"b": "x\\u0000"}, 1, null, true], "c": "fine"}\
        """;
    JsonNode given = JSON.readTree(text);
    assertThat(WellFormed.json(given).toString())
        .isEqualTo("{\"a�\":[\"�\",{\"b\":\"x�\"},1,null,true],\"c\":\"fine\"}");
    assertThat(given).isEqualTo(JSON.readTree(text));
    JsonNode fine = JSON.readTree("{\"a\": [1]}");
    assertThat(WellFormed.json(fine)).isSameAs(fine);
  }
}
