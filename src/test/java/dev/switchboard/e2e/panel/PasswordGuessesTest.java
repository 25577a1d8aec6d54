package dev.switchboard.e2e.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Guesses of names and passwords learn nothing, and are few. */
class PasswordGuessesTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  @TempDir Path data;

  private static String json(String name, String password) {
    return "{\"name\":\"%s\",\"password\":\"%s\"}".formatted(name, password);
  }

  /** http-api.md, 4.4, 26: the same answer whatever is wrong; 27: then none at all. */
  @Test
  void whatIsWrongIsToldToNobodyAndGuessesAreFew() {
    try (RunningProduct product =
            PanelProduct.start(
                data, DATABASE.settings(), Map.of("switchboard.registration.open", "true"));
        Browser here = new Browser(product);
        Browser there = new Browser(product)) {
      JsonNode made = here.post("/new", "{}").json();
      String name = made.path("username").asText();
      String password = made.path("password").asText();
      Set<String> answers = new HashSet<>();
      for (String body :
          List.of(json("nobody", password), json(name, "wrong"), json("no name", "wrong"))) {
        Browser.Page page = here.post("/api/auth/account", body);
        assertThat(page.status()).isEqualTo(401);
        answers.add(page.raw().body().replaceAll("req_[0-9a-f]+", ""));
      }
      assertThat(answers).hasSize(1);
      assertThat(here.cookie("session_id")).isEmpty();
      assertThat(there.post("/api/auth/account", json(name, password)).status()).isEqualTo(200);
      for (int more = 0; more < 2; more++) {
        here.post("/api/auth/account", json("nobody" + more, "wrong"));
      }

      Browser.Page refused = here.post("/api/auth/account", json(name, password));

      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("60");
    }
  }
}
