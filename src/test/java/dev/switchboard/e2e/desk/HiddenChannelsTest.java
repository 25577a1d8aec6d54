package dev.switchboard.e2e.desk;

import static dev.switchboard.e2e.stage.RunningProduct.PATIENCE;
import static dev.switchboard.e2e.stage.RunningProduct.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.RunningProduct;
import dev.switchboard.sandbox.SandboxClient;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ticket's channel is hidden from the bot for a while, in the same gateway session: Discord sends
 * nothing of it meanwhile, and nothing of that afterwards.
 */
class HiddenChannelsTest {
  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();

  private static final long VIEW = 1L << 10;
  private static final Pattern ANSWER = Pattern.compile("answer \\d");

  @TempDir static Path data;

  private static RunningProduct product;
  private static SandboxClient client;
  private static ReadyMadeWorld world;

  @BeforeAll
  static void start() {
    product = RunningProduct.start(data, DATABASE.settings(), Map.of());
    client = product.client();
    world = product.sandbox().world();
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  enum Way {
    THE_CHANNELS_OVERWRITE {
      @Override
      void hide(OpenTicket ticket, boolean hidden) {
        overwriteBot(ticket.channel(), hidden);
      }
    },
    THE_CATEGORYS_OVERWRITE {
      @Override
      void hide(OpenTicket ticket, boolean hidden) {
        overwriteBot(world.staff().inboxCategory(), hidden);
      }
    },
    /** The overwrites of the category allow the bot's role what the guild does not. */
    THE_BOTS_ROLE {
      @Override
      void hide(OpenTicket ticket, boolean hidden) {
        client.call(
            hidden ? "DELETE" : "PUT",
            "/control/guilds/%d/members/%d/roles/%d"
                .formatted(world.staff().guild(), world.bot(), botRole()),
            form());
      }
    },
    A_REMOVAL {
      @Override
      void hide(OpenTicket ticket, boolean hidden) {
        if (hidden) {
          client.leave(world.staff().guild(), world.bot());
        } else {
          client.join(world.staff().guild(), world.bot());
        }
      }
    };

    abstract void hide(OpenTicket ticket, boolean hidden);
  }

  /** Beside staff the only role that the category is shown to. */
  private static long botRole() {
    return overwrites(world.staff().inboxCategory())
        .valueStream()
        .filter(one -> one.path("allow").asLong(0) == VIEW)
        .mapToLong(one -> one.path("id").asLong())
        .filter(id -> id != world.staff().role() && id != world.bot())
        .findFirst()
        .orElseThrow();
  }

  private static ArrayNode overwrites(long channel) {
    return client
        .call("GET", "/control/channels/" + channel, form())
        .withArray("permission_overwrites")
        .deepCopy();
  }

  /** Denies the bot itself to see the channel, or takes that back. */
  private static void overwriteBot(long channel, boolean denied) {
    ArrayNode list = overwrites(channel);
    list.removeIf(one -> one.path("id").asLong() == world.bot());
    if (denied) {
      list.addObject()
          .put("id", Long.toString(world.bot()))
          .put("type", 1)
          .put("deny", Long.toString(VIEW));
    }
    ObjectNode form = form();
    form.set("permission_overwrites", list);
    client.call("PATCH", "/control/channels/" + channel, form);
  }

  private static List<String> answers(OpenTicket ticket) {
    return ticket.memberSees().stream()
        .flatMap(message -> ANSWER.matcher(message.path("content").asText("")).results())
        .map(MatchResult::group)
        .toList();
  }

  private static void awaitAnswers(OpenTicket ticket, String... answers) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(answers(ticket)).containsExactly(answers));
  }

  @ParameterizedTest(name = "by {0}")
  @EnumSource
  void whatStaffWroteMeanwhileArrivesBeforeWhatTheyWriteAfterwards(Way way) {
    OpenTicket ticket = OpenTicket.of(product, way.name().toLowerCase(Locale.ROOT));
    client.send(ticket.sam(), ticket.channel(), "!r answer 1");
    awaitAnswers(ticket, "answer 1");
    JsonNode session = client.sessions().getFirst();

    way.hide(ticket, true);
    client.send(ticket.sam(), ticket.channel(), "!r answer 2");
    client.send(ticket.sam(), ticket.channel(), "!r answer 3");
    way.hide(ticket, false);
    client.send(ticket.sam(), ticket.channel(), "!r answer 4");

    awaitAnswers(ticket, "answer 1", "answer 2", "answer 3", "answer 4");
    client.send(ticket.sam(), ticket.channel(), "!r answer 5");
    awaitAnswers(ticket, "answer 1", "answer 2", "answer 3", "answer 4", "answer 5");
    assertThat(client.sessions().getFirst().path("id")).isEqualTo(session.path("id"));
  }

  @Test
  void withoutAnotherWordItIsReadAsSoonAsItIsShownAgain() {
    OpenTicket ticket = OpenTicket.of(product, "without_a_word");
    Way.THE_CHANNELS_OVERWRITE.hide(ticket, true);
    client.send(ticket.sam(), ticket.channel(), "!r answer 1");
    Way.THE_CHANNELS_OVERWRITE.hide(ticket, false);
    awaitAnswers(ticket, "answer 1");
  }

  @ParameterizedTest(name = "shown again while the product is away: {0}")
  @ValueSource(booleans = {false, true})
  void theProductMayStartAnewMeanwhile(boolean away) {
    OpenTicket ticket = OpenTicket.of(product, "restarted_" + away);
    Way.THE_CHANNELS_OVERWRITE.hide(ticket, true);
    client.send(ticket.sam(), ticket.channel(), "!r answer 1");
    product.stop();
    if (away) {
      Way.THE_CHANNELS_OVERWRITE.hide(ticket, false);
    }
    product.startAgain();
    if (!away) {
      Way.THE_CHANNELS_OVERWRITE.hide(ticket, false);
    }
    client.send(ticket.sam(), ticket.channel(), "!r answer 2");
    awaitAnswers(ticket, "answer 1", "answer 2");
  }
}
