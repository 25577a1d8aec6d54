package dev.switchboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The envelope of a request, read without its body. */
class EnvelopeHeadTest {
  private static final String SOUND =
      """
      {"method": "put", "x": [true, {"y": -1.5e3, "ü": null}], "resource": "/ä/😀", "headers":
       {"a": "b", "AUTHORIZATION": "Bearer t"}, "z": false, "body": {"k": [1, "é", false, null]}}\
      """;

  @Test
  void everyBeginningIsReadAsFarAsItGoes() throws Exception {
    byte[] bytes = SOUND.getBytes(StandardCharsets.UTF_8);
    int known =
        SOUND.substring(0, SOUND.indexOf("}, \"z\"") + 1).getBytes(StandardCharsets.UTF_8).length;
    for (int length = 1; length < bytes.length; length++) {
      EnvelopeHead head = EnvelopeHead.begin(Arrays.copyOf(bytes, length));
      assertThat(head.whole()).as("after %d bytes", length).isFalse();
      assertThat(head.authorization())
          .as("after %d bytes", length)
          .isEqualTo(length < known ? Optional.empty() : Optional.of("Bearer t"));
    }
  }

  @Test
  void theWholeIsReadAndTheLastOfEqualFieldsCounts() throws Exception {
    byte[] bytes =
        """
        {"body": 1, "Method": "get", "METHOD": "put", "body": {"a": [2]}, "headers": null} trailing\
        """
            .getBytes(StandardCharsets.UTF_8);
    Envelope envelope = EnvelopeHead.read(bytes).with(bytes);

    assertThat(envelope.method()).isEqualTo("PUT");
    assertThat(envelope.resource()).isEmpty();
    assertThat(envelope.token()).isEmpty();
    assertThat(envelope.body()).hasToString("{\"a\":[2]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{},{}]",
        "nonsense",
        "{\"method\": 1}",
        "{\"headers\": []}",
        "{\"headers\": {\"a\": {}}}",
        "{\"a\": nope, \"b\": 1, \"c\": \"long enough\"}",
        "{\"a\": 01, \"b\": 1, \"c\": \"long enough\"}"
      })
  void whatIsNoEnvelopeIsFoundOutAtItsBeginning(String request) {
    byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> EnvelopeHead.begin(bytes)).isInstanceOf(Envelope.Malformed.class);
    assertThatThrownBy(() -> EnvelopeHead.read(bytes)).isInstanceOf(Envelope.Malformed.class);
  }

  @Test
  void nothingDeepAndNothingOfManyPartsIsRead() throws Exception {
    for (String body :
        new String[] {
          "[".repeat(101) + "]".repeat(101), "[" + "{},".repeat(10_001) + "0]", "1".repeat(2_000)
        }) {
      byte[] bytes = ("{\"body\": " + body + "}").getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(
              () -> {
                EnvelopeHead head = EnvelopeHead.read(bytes);
                head.with(bytes);
              })
          .isInstanceOf(Envelope.Malformed.class);
    }
    byte[] fits = ("{\"body\": [" + "1,".repeat(15_000) + "1]}").getBytes(StandardCharsets.UTF_8);
    assertThat(EnvelopeHead.read(fits).with(fits).body()).hasSize(15_001);
  }
}
