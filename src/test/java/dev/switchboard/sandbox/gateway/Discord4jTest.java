package dev.switchboard.sandbox.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.switchboard.e2e.stage.Patience;
import dev.switchboard.sandbox.Sandbox;
import dev.switchboard.sandbox.SandboxSettings;
import dev.switchboard.sandbox.rest.CheckedRest;
import discord4j.core.DiscordClient;
import discord4j.core.DiscordClientBuilder;
import discord4j.core.GatewayDiscordClient;
import discord4j.core.event.domain.message.MessageCreateEvent;
import discord4j.core.shard.MemberRequestFilter;
import discord4j.core.shard.ShardingStrategy;
import discord4j.gateway.GatewayReactorResources;
import discord4j.gateway.intent.Intent;
import discord4j.gateway.intent.IntentSet;
import discord4j.rest.request.RouterOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class Discord4jTest {
  /** The thread of the connection to the gateway. */
  private final AtomicReference<Executor> thread = new AtomicReference<>(Runnable::run);

  @RegisterExtension final CheckedRest checked = new CheckedRest();

  @Test
  void discord4jLogsInAndAnswersADm() {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory(), checked)) {
      List<String> heard = new CopyOnWriteArrayList<>();
      GatewayDiscordClient gateway = login(sandbox, heard);
      long alice = sandbox.world().person("alice");

      sandbox.client().sendDm(alice, "help me");

      await()
          .untilAsserted(() ->
              assertThat(contents(sandbox.client().readDm(alice)))
                  .containsExactly("help me", "echo: help me"));
      assertThat(heard).contains("help me");
      logout(gateway);
    }
  }

  /**
   * On the connection's own thread: Discord4J's {@code GatewayWebsocketHandler} fails, and connects
   * anew, where the answer to its close arrives on that thread before the caller's has left {@code
   * sessionClose.emitValue}. Loopback is fast enough for that, Discord is not.
   */
  private void logout(GatewayDiscordClient gateway) {
    gateway.logout().subscribeOn(Schedulers.fromExecutor(thread.get())).block(Patience.LIMIT);
  }

  private static List<String> contents(List<JsonNode> messages) {
    return messages.stream().map(m -> m.path("content").asText()).toList();
  }

  private GatewayDiscordClient login(Sandbox sandbox, List<String> heard) {
    DiscordClient client =
        DiscordClientBuilder.create(sandbox.botToken())
            .setExtraOptions(o ->
                new RouterOptions(
                    o.getAuthorizationScheme(),
                    o.getToken(),
                    o.getReactorResources(),
                    o.getExchangeStrategies(),
                    o.getResponseTransformers(),
                    o.getGlobalRateLimiter(),
                    o.getRequestQueueFactory(),
                    sandbox.apiUrl()))
            .build();
    return Objects.requireNonNull(
        client
            .gateway()
            .setSharding(ShardingStrategy.single())
            .setGatewayReactorResources(resources ->
                GatewayReactorResources.builder(resources)
                    .httpClient(
                        resources
                            .getHttpClient()
                            .doOnConnected(c -> thread.set(c.channel().eventLoop())))
                    .build())
            .setEnabledIntents(
                IntentSet.of(
                    Intent.GUILDS,
                    Intent.GUILD_MEMBERS,
                    Intent.GUILD_MESSAGES,
                    Intent.DIRECT_MESSAGES,
                    Intent.MESSAGE_CONTENT))
            .setMemberRequestFilter(MemberRequestFilter.none())
            .withEventDispatcher(d ->
                d.on(
                    MessageCreateEvent.class,
                    event -> {
                      heard.add(event.getMessage().getContent());
                      if (event.getMessage().getAuthor().filter(a -> !a.isBot()).isEmpty()) {
                        return Mono.empty();
                      }
                      return event
                          .getMessage()
                          .getChannel()
                          .flatMap(
                              c -> c.createMessage("echo: " + event.getMessage().getContent()));
                    }))
            .login()
            .block(Patience.LIMIT));
  }
}
