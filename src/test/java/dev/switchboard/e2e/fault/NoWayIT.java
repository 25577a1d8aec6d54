package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.Watch;
import dev.switchboard.storage.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Discord refuses for good, or for long; and the product is killed in the midst of it. Each time
 * there is a next step, and no ticket is stuck.
 */
@Tag("chaos")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class NoWayIT {
  private static final String MAKES_CHANNEL = "answered POST /guilds/{guild}/channels";
  private static final String POSTS = "answered POST /channels/{channel}/messages";
  private static final int PLENTY = 100_000;

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension static final ProductLogs LOGS = new ProductLogs();

  @TempDir static Path folder;

  private static final Watch WATCH = new Watch();
  private static ChaosStage stage;

  @BeforeAll
  static void start() {
    stage = ChaosStage.start(Setting.in(folder, DATABASE.settings()).withTraffic(WATCH), LOGS);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void afterAFullCategoryComesAnother() throws Exception {
    stage.memberWithTicket();
    long inbox = stage.discord().world().staff().inboxCategory();
    long there =
        stage.client().channels(staffGuild()).stream()
            .filter(channel -> channel.path("parent_id").asLong() == inbox)
            .count();
    limit("channels_per_category", there);
    List<Long> newcomers = new ArrayList<>();
    CompletableFuture<Void> refused = WATCH.await(MAKES_CHANNEL, 2);
    for (int i = 0; i < 3; i++) {
      newcomers.add(stage.newcomer());
      stage.witness().dm(newcomers.getLast());
    }
    restart(refused);

    assertAllIsSeen(newcomers, "category full");
    limit("channels_per_category", PLENTY);
  }

  @Test
  void aFullGuildIsAQueueOfWhichMembersAreTold() throws Exception {
    long member = stage.memberWithTicket();
    limit("channels_per_guild", stage.client().channels(staffGuild()).size());
    long newcomer = stage.newcomer();
    CompletableFuture<Void> refused = WATCH.await(MAKES_CHANNEL, 1);
    stage.witness().dm(newcomer);
    restart(refused);

    awaitDm(newcomer, "you are in the queue");
    stage.witness().dm(newcomer);
    stage.witness().dm(member);
    stage.awaitAllSeen(List.of(member));
    limit("channels_per_guild", PLENTY);
    assertAllIsSeen(List.of(member, newcomer), "guild full");
  }

  @Test
  void aChannelDeletedByHandWhileNobodyIsThereIsMadeAnew() throws Exception {
    long member = stage.memberWithTicket();
    stage.awaitRest();
    stage.product().kill();
    stage.client().deleteChannel(stage.channelOf(member));
    stage.witness().channelGone(member);
    stage.witness().dm(member);
    CompletableFuture<Void> made = WATCH.await(MAKES_CHANNEL, 1);
    stage.product().startAgain();
    restart(made);

    stage.witness().dm(member);
    assertAllIsSeen(List.of(member), "channel deleted");
    assertThat(staffRead(member, "former channel of this ticket was deleted")).hasSize(1);
  }

  /** Discord answers both in the same way: 50007. */
  @Test
  void aReplyToAMemberWhoClosedTheirDmsOrBlockedTheBotIsVisiblyRefused() throws Exception {
    long member = stage.memberWithTicket();
    stage.awaitRest();
    stage.client().openDms(member, false);
    CompletableFuture<Void> refused = WATCH.await(POSTS, 1);
    stage.client().send(stage.sam(), stage.channelOf(member), "!r can you read this?");
    restart(refused);

    awaitStaff(member, "can you read this\\?");
    await().atMost(PATIENCE).until(() -> staffRead(member, "\\*\\*not sent\\*\\*").size() == 1);
    stage.client().openDms(member, true);
    stage.product().awaitConnected();
    stage.witness().reply(stage.sam(), stage.channelOf(member), member);
    stage.witness().dm(member);
    assertAllIsSeen(List.of(member), "DMs closed");
    assertThat(staffRead(member, "can you read this\\?")).hasSize(1);
    assertThat(stage.client().readDm(member))
        .noneMatch(message -> message.path("content").asText().contains("can you read this?"));
  }

  @Test
  void aMemberWhoLeftIsALineAndRepliesAreVisiblyRefused() throws Exception {
    long member = stage.memberWithTicket();
    long guild = stage.discord().world().communityGuild();
    stage.awaitRest();
    CompletableFuture<Void> posted = WATCH.await(POSTS, 1);
    stage.client().leave(guild, member);
    stage.client().send(stage.sam(), stage.channelOf(member), "!r are you still there?");
    restart(posted);

    awaitStaff(member, "left the community");
    await().atMost(PATIENCE).until(() -> staffRead(member, "\\*\\*not sent\\*\\*").size() == 1);
    stage.client().join(guild, member);
    awaitStaff(member, "back in the community");
    stage.product().awaitConnected();
    stage.witness().reply(stage.sam(), stage.channelOf(member), member);
    stage.witness().dm(member);
    assertAllIsSeen(List.of(member), "member left");
    assertThat(staffRead(member, "left the community")).hasSize(1);
  }

  private static void restart(CompletableFuture<Void> instant) throws Exception {
    instant.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    stage.product().kill();
    stage.product().startAgain();
  }

  private static void assertAllIsSeen(List<Long> members, String when) {
    stage.awaitAllSeen(members);
    stage.awaitRest();
    stage.check(when);
    members.forEach(member -> assertThat(stage.witness().channels(member)).as(when).hasSize(1));
  }

  private static long staffGuild() {
    return stage.discord().world().staff().guild();
  }

  private static void limit(String what, long number) {
    ObjectNode limits = form().put(what, number);
    stage.client().call("POST", "/control/limits", limits);
  }

  private static void awaitDm(long member, String words) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            stage.client().readDm(member).stream()
                .anyMatch(message -> message.path("content").asText().contains(words)));
  }

  private static void awaitStaff(long member, String words) {
    await().atMost(PATIENCE).until(() -> !staffRead(member, words).isEmpty());
  }

  /** What the bot says of it in the member's channel. */
  private static List<String> staffRead(long member, String words) {
    Pattern wanted = Pattern.compile(words);
    return stage.client().read(stage.sam(), stage.channelOf(member)).stream()
        .filter(message -> message.at("/author/bot").asBoolean())
        .map(message -> message.path("content").asText())
        .flatMap(text -> wanted.matcher(text).results().map(_ -> text))
        .toList();
  }
}
