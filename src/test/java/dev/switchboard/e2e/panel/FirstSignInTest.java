package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The first sign-in with Discord makes an account, where administrators allow it. */
class FirstSignInTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final String NEXT = "correct horse battery";

  @TempDir Path data;

  @Test
  void aFirstSignInWithDiscordMakesAnAccountOnce() {
    try (RunningProduct product =
            PanelProduct.start(
                data, DATABASE.settings(), Map.of("switchboard.registration.jit", "true"));
        Browser alice = new Browser(product);
        Browser other = new Browser(product)) {
      asksAlice(product, alice, other);
    }
  }

  private static void asksAlice(RunningProduct product, Browser alice, Browser other) {
    String id = String.valueOf(product.sandbox().world().person("alice"));
    alice.signIn("alice");
    JsonNode account = alice.get("/api/user/account").json().path("account");
    assertThat(account.path("name").asText()).isEqualTo("discord-" + id);
    assertThat(account.path("has_password").asBoolean(true)).isFalse();
    assertThat(account.path("discord_user_id").asText()).isEqualTo(id);

    alice.signIn("alice");
    assertThat(alice.get("/api/user/account").json().path("account")).isEqualTo(account);
    assertThat(
            alice
                .ask(
                    "PUT",
                    "/api/user/account/password",
                    "{\"new_password\":\"%s\"}".formatted(NEXT))
                .status())
        .isEqualTo(200);
    assertThat(
            other
                .post(
                    "/api/auth/account",
                    "{\"name\":\"%s\",\"password\":\"%s\"}"
                        .formatted(account.path("name").asText(), NEXT))
                .status())
        .isEqualTo(200);
  }
}
