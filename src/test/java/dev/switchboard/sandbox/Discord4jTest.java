package dev.switchboard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import discord4j.core.DiscordClient;
import discord4j.core.DiscordClientBuilder;
import discord4j.core.GatewayDiscordClient;
import discord4j.core.event.domain.message.MessageCreateEvent;
import discord4j.core.shard.MemberRequestFilter;
import discord4j.core.shard.ShardingStrategy;
import discord4j.gateway.intent.Intent;
import discord4j.gateway.intent.IntentSet;
import discord4j.rest.request.RouterOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class Discord4jTest {
  @Test
  void discord4jLogsInAndAnswersADm() {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.inMemory())) {
      List<String> heard = new CopyOnWriteArrayList<>();
      GatewayDiscordClient gateway = login(sandbox, heard);
      long alice = sandbox.world().person("alice");

      sandbox.client().sendDm(alice, "help me");

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(contents(sandbox.client().readDm(alice)))
                  .containsExactly("help me", "echo: help me"));
      assertThat(heard).contains("help me");
      gateway.logout().block(Duration.ofSeconds(5));
    }
  }

  private static List<String> contents(List<JsonNode> messages) {
    return messages.stream().map(m -> m.path("content").asText()).toList();
  }

  private static GatewayDiscordClient login(Sandbox sandbox, List<String> heard) {
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
            .block(Duration.ofSeconds(30)));
  }
}
