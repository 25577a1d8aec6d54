package dev.switchboard.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {
  /** Of the libraries of Standard Webhooks. */
  @Test
  void theVectorOfTheSpecificationIsSigned() {
    assertThat(
            WebhookSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, "{\"test\": 2432232314}"))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  /** Of a body that is not ASCII, days after its event. */
  @Test
  void aBodyIsSignedInUtf8() {
    String body =
        "{\"type\":\"ticket.opened\",\"timestamp\":\"2026-11-21T10:00:00Z\","
            + "\"data\":{\"id\":\"1\",\"note\":\"é😀\"}}";
    WebhookSecret secret =
        WebhookSecret.parse("whsec_c3dpdGNoYm9hcmQtd2ViaG9vay10ZXN0LWtleS0zMmI=");

    assertThat(secret.sign("msg_01SWITCHBOARD", 1_795_600_800L, body))
        .isEqualTo("v1,MhNLMuwYaI3UG5r8Y45Ww+XSNshsxYKLbibZDqDZEzA=");
    assertThat(secret.bytes()).asString().isEqualTo("switchboard-webhook-test-key-32b");
  }

  @Test
  void aRandomOneHas32BytesAndIsReadAsItIsShown() {
    WebhookSecret secret = WebhookSecret.random();
    assertThat(secret.text()).startsWith("whsec_");
    assertThat(Base64.getDecoder().decode(secret.text().substring(6))).hasSize(32);
    assertThat(WebhookSecret.parse(secret.text())).isEqualTo(secret);
    assertThat(WebhookSecret.random()).isNotEqualTo(secret);
    assertThat(secret.toString()).isEqualTo("whsec_***");
  }

  @Test
  void whatIsNoSecretIsRefused() {
    for (String text :
        new String[] {"", "whsk_AAAA", "whsec_AAAA", "whsec_!", "whsec_" + "A".repeat(88)}) {
      assertThatThrownBy(() -> WebhookSecret.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
