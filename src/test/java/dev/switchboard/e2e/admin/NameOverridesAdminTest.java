package dev.switchboard.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.AdministeredProduct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Overrides of host names in the whole product, over real sockets. */
class NameOverridesAdminTest {
  @RegisterExtension static final AdministeredProduct SERVER = AdministeredProduct.usual();

  @Test
  void anOverrideIsKeptUnderItsNormalisedNameUntilItIsDeleted() throws Exception {
    JsonNode made =
        SERVER
            .root()
            .call(
                "POST",
                "/admin/dns",
                "{\"lookup_key\":\"Example.COM.\",\"target_host\":\"1.2.3.4\",\"comment\":\"moving\"}");
    assertThat(made.path("status").asInt()).isEqualTo(201);
    assertThat(made.path("body").toString())
        .isEqualTo(
            "{\"lookup_key\":\"example.com\",\"target_host\":\"1.2.3.4\",\"comment\":\"moving\"}");

    SERVER.product().restart();
    JsonNode listed = SERVER.root().get("/admin/dns").path("body");
    assertThat(listed.path("total").asInt()).isEqualTo(1);
    assertThat(listed.path("overrides").get(0)).isEqualTo(made.path("body"));

    JsonNode replaced =
        SERVER
            .root()
            .call(
                "POST",
                "/admin/dns",
                "{\"lookup_key\":\"example.com\",\"target_host\":\"other.example\"}");
    assertThat(replaced.path("status").asInt()).isEqualTo(201);
    assertThat(SERVER.root().get("/admin/dns").path("body").path("total").asInt()).isEqualTo(1);

    assertThat(
            SERVER
                .root()
                .call("DELETE", "/admin/dns", "{\"lookup_key\":\"EXAMPLE.com\"}")
                .path("body")
                .path("deleted")
                .asText())
        .isEqualTo("example.com");
    assertThat(SERVER.root().get("/admin/dns").path("body").path("total").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DELETE;{\"lookup_key\":\"nowhere.example\"};404;DNS override not found: nowhere.example",
        "DELETE;{\"lookup_key\":\"a b\"};404;DNS override not found: a b",
      })
  void whatThereIsNotIsSaid(String method, String body, int status, String error) throws Exception {
    JsonNode answer = SERVER.root().call(method, "/admin/dns", body);

    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
  }
}
