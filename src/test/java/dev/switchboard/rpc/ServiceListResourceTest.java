package dev.switchboard.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.switchboard.access.Principals;
import dev.switchboard.access.Scope;
import dev.switchboard.config.ReadValues;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.StoredInMemory;
import dev.switchboard.settings.Setting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceListResourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ActorTestKit kit = ActorTestKit.create();
  private ManagedServices services;
  private ServiceListResource resource;

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    ServiceSettings settings =
        ServiceSettings.of(
            ReadValues.of(
                Map.of(
                    "switchboard.services.turn.driver", "none",
                    "switchboard.services.iroh.driver", "none",
                    "switchboard.services.shadowsocks.driver", "none")),
            folder,
            ManagedServices.ALL);
    services =
        new ManagedServices(
            kit.system(),
            StoredInMemory.with(
                Map.of(
                    Setting.TURN_PORT, "3478",
                    Setting.TURN_REALM, "example.org",
                    Setting.TURN_SECRET, "a-secret",
                    Setting.SS_PASSWORD, "a-password",
                    Setting.IROH_RELAY_URL, "https://iroh.example.org")),
            settings,
            Clock.systemUTC());
    resource = new ServiceListResource(services);
    TestProbe<String> begun = kit.createTestProbe();
    kit.spawn(
        Behaviors.setup(context -> {
          services.begin(context);
          begun.ref().tell("begun");
          return Behaviors.empty();
        }));
    begun.receiveMessage(PATIENCE);
  }

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void itIsReadOnlyAndAnsweredWhereTheServicesAre() {
    assertThat(resource.path()).isEqualTo("/admin/services");
    assertThat(resource.operations()).containsOnlyKeys("GET");
    assertThat(resource.scope("GET")).isEqualTo(Scope.READ);
    assertThat(resource.home("GET")).isEqualTo(HomeNode.NODE_FOR_SERVICES);
    assertThat(resource.fields()).isEmpty();
    assertThat(resource.secrets()).isEmpty();
    assertThat(resource.notAllowed("POST")).isEqualTo("method POST not allowed (use GET)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 | turn        | /admin/services/turn        |
          1 | iroh        | /admin/services/iroh        | https://iroh.example.org
          2 | shadowsocks | /admin/services/shadowsocks |
          """)
  void everyServiceIsListedWithItsResource(int at, String name, String path, String url) {
    JsonNode service = list().path(at);

    assertThat(service.path("name").asText()).isEqualTo(name);
    assertThat(service.path("resource").asText()).isEqualTo(path);
    assertThat(service.path("status").asText()).isEqualTo("disabled");
    assertThat(service.path("desired").asText()).isEqualTo("disabled");
    assertThat(service.path("observed").asText()).isEqualTo("stopped");
    assertThat(service.path("error").isNull()).isTrue();
    assertThat(service.has("url")).isEqualTo(url != null);
    assertThat(service.path("url").asText("")).isEqualTo(Objects.toString(url, ""));
  }

  @Test
  void aServiceThatCannotRunSaysWhy() {
    now(services.turn(ManagedServices.ALL.getFirst(), true, Principals.ROOT));

    assertThat(list()).hasSize(3);
    assertThat(StreamSupport.stream(list().spliterator(), false))
        .extracting(service -> service.path("observed").asText())
        .containsExactly("failed", "stopped", "stopped");
    assertThat(list().path(0).path("error").asText())
        .isEqualTo("nobody runs it: switchboard.services.turn.driver is none");
  }

  private JsonNode list() {
    Operation get = Objects.requireNonNull(resource.operations().get("GET"));
    Reply reply =
        now(
            get.run(
                new Request(
                    Principals.ROOT, "GET", new Body(JsonNodeFactory.instance.objectNode()))));
    assertThat(reply.status()).isEqualTo(Reply.OK);
    return reply.body().orElseThrow().path("services");
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
