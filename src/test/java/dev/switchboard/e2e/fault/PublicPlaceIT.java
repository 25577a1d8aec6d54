package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.sandbox.act.ReadyMadeWorld;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under load the inbox is opened to everybody and hidden again, and the bot is removed from its
 * guilds and invited again. Nothing of a member appears in public; afterwards everything is shown
 * once, in order.
 */
@Tag("chaos")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PublicPlaceIT {
  private static final int MEMBERS = 6;
  private static final int ROUNDS = 3;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static ChaosStage stage;

  @BeforeAll
  static void start() {
    stage = ChaosStage.start(Setting.in(folder, DATABASE.settings()), LOGS);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void aCategoryThatIsOpenedAndHiddenAgainUnderLoadShowsNothingInPublic() {
    List<Long> members = new ArrayList<>(stage.membersWithTickets(MEMBERS));
    JsonNode hidden =
        stage
            .client()
            .call("GET", "/control/channels/" + staff().inboxCategory(), form())
            .path("permission_overwrites")
            .deepCopy();
    for (int round = 1; round <= ROUNDS; round++) {
      say(members);
      long former = told("can be read by");
      overwrites(form().putArray("permission_overwrites"));
      awaitTold("can be read by", former);
      List<String> before = posted(members);
      say(members);
      long newcomer = stage.newcomer();
      stage.witness().dm(newcomer);
      say(members);
      stage.client().gateway(round % 2 == 0 ? "forget_sessions" : "reconnect", form());
      say(members);
      awaitStored(newcomer);
      assertThat(posted(members)).as("seed %d: in public", stage.seed()).isEqualTo(before);
      assertThat(stage.witness().channels(newcomer)).as("seed %d", stage.seed()).isEmpty();

      long again = told("is private again");
      overwrites(hidden);
      say(members);
      awaitTold("is private again", again);
      // A channel that is being made while the category is opened is hidden, and may be posted to.
      stage.awaitAllSeen(List.of(newcomer));
      members.add(newcomer);
    }
    stage.awaitAllSeen(members);
    stage.awaitRest();
    stage.check("category opened and hidden");
  }

  @Test
  void aRemovalFromEachGuildUnderLoadLosesNothing() {
    List<Long> members = stage.membersWithTickets(MEMBERS);
    long bot = stage.discord().world().bot();
    for (int round = 1; round <= ROUNDS; round++) {
      say(members);
      stage.client().leave(staff().guild(), bot);
      say(members);
      stage.client().join(staff().guild(), bot);
      say(members);

      long community = stage.discord().world().communityGuild();
      long former = told("**removed from the community**");
      stage.client().leave(community, bot);
      awaitTold("**removed from the community**", former);
      long back = told("**back in the community**");
      stage.client().join(community, bot);
      awaitTold("**back in the community**", back);
      say(members);
      members.forEach(
          member -> stage.witness().reply(stage.sam(), stage.channelOf(member), member));
      // What staff type while the bot is not there is not heard, and a reply would be refused.
      stage.awaitAllSeen(members);
    }
    stage.awaitRest();
    stage.check("removed and invited again");
    members.forEach(member -> assertThat(stage.witness().channels(member)).hasSize(1));
  }

  private static ReadyMadeWorld.Staff staff() {
    return stage.discord().world().staff();
  }

  private static void say(List<Long> members) {
    members.forEach(stage.witness()::dm);
  }

  private static void overwrites(JsonNode list) {
    ObjectNode change = form();
    change.set("permission_overwrites", list);
    stage.client().call("PATCH", "/control/channels/" + staff().inboxCategory(), change);
  }

  /** What the bot has said in the members' channels. */
  private static List<String> posted(List<Long> members) {
    return members.stream()
        .flatMap(member -> stage.client().read(stage.sam(), stage.channelOf(member)).stream())
        .map(message -> message.path("content").asText())
        .toList();
  }

  private static long told(String words) {
    return stage.client().read(stage.sam(), staff().logChannel()).stream()
        .filter(message -> message.path("content").asText().contains(words))
        .count();
  }

  private static void awaitTold(String words, long former) {
    await().atMost(PATIENCE).until(() -> told(words) > former);
  }

  /** Until the product has taken what the member wrote. */
  private static void awaitStored(long member) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.count("select count(*) from inbox where route = 'member:" + member + "'") > 0);
  }
}
