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
        "PUT;{};405;method PUT not allowed",
        "POST;{};400;lookup_key and target_host are required",
        "POST;{\"lookup_key\":\"a\"};400;lookup_key and target_host are required",
        "POST;{\"target_host\":\"a\"};400;lookup_key and target_host are required",
        "POST;{\"lookup_key\":7,\"target_host\":\"a\"};400;invalid request body: lookup_key must be a string",
        "POST;{\"lookup_key\":\"127.0.0.1\",\"target_host\":\"a\"};400;invalid lookup_key: expected the name of a host, as example.com",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"a b\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"0177.1\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"2130706433\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"0x7f.1\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"127.1\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"010.0.0.1\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"::ffff:010.0.0.1\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"0X7F000001\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"a.0x\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"fe80::1%lo\"};400;invalid target_host: expected the name of a host, or an address",
        "POST;{\"lookup_key\":\"0x7f.1\",\"target_host\":\"b\"};400;invalid lookup_key: expected the name of a host, as example.com",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"b\",\"comment\":\"x\\ny\"};400;comment must be one line of at most 500 characters",
        "POST;{\"lookup_key\":\"a\",\"target_host\":\"b\",\"comment\":\"a\\ud800b\"};400;comment must be one line of at most 500 characters",
        "DELETE;{};400;lookup_key is required",
        "DELETE;{\"lookup_key\":\"nowhere.example\"};404;DNS override not found: nowhere.example",
        "DELETE;{\"lookup_key\":\"a b\"};404;DNS override not found: a b",
        "DELETE;[];400;invalid request body: expected an object",
      })
  void whatCannotBeDoneIsSaid(String method, String body, int status, String error)
      throws Exception {
    JsonNode answer = SERVER.root().call(method, "/admin/dns", body);

    assertThat(answer.path("error").asText()).isEqualTo(error);
    assertThat(answer.path("status").asInt()).isEqualTo(status);
  }
}
