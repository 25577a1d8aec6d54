package dev.switchboard.e2e.fault;

import static dev.switchboard.e2e.stage.ChaosStage.PATIENCE;
import static dev.switchboard.e2e.stage.ChaosStage.form;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.e2e.stage.ChaosStage;
import dev.switchboard.e2e.stage.ChaosStage.Setting;
import dev.switchboard.e2e.stage.OpenTicket;
import dev.switchboard.e2e.stage.ProductLogs;
import dev.switchboard.e2e.stage.Watch;
import dev.switchboard.storage.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Discord's filters refuse each post that holds one of some messages, in a rush of several members
 * and with replies to them, and the product is killed in the midst of it, again and again: what is
 * not refused is shown once and in order, what is refused is named at its place.
 */
@Tag("chaos")
@Tag("ci-chaos")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RefusedInRushIT {
  private static final int KILLS = Integer.getInteger("chaos.kills-amid-refusals", 5);
  private static final int MEMBERS = 5;
  private static final int EACH = 16;
  private static final int LONGEST_ROUND_MILLIS = 8_000;

  private static final String POSTS = "POST /channels/\\{channel}/messages$";

  /** Refused in whatever form it is sent. */
  private static final String NEVER = "plugh";

  /** Refused as text, and let through in a file. */
  private static final String IN_A_FILE = "darn";

  /** Refused at members alone. */
  private static final String NOT_TO_MEMBERS = "nasty";

  private static final Pattern LINE = Pattern.compile("`#(\\d+)`");
  private static final Pattern WORD = Pattern.compile("\\b[wr]\\d+\\b");
  private static final String REFUSED = "Discord refused this text";

  @RegisterExtension static final TestDatabase DATABASE = TestDatabase.migrated();
  @RegisterExtension final ProductLogs logs = new ProductLogs();

  @TempDir Path folder;

  /** What staff are to read of each member, in order. */
  private final Map<Long, List<String>> written = new HashMap<>();

  /** Of each member, the replies that reach them, and those that do not. */
  private final Map<Long, List<String>> sent = new HashMap<>();

  private final Map<Long, List<String>> notSent = new HashMap<>();
  private int replies;

  @Test
  void theOthersAreShownOnceAndInOrderAndTheRefusedAreNamed() throws Exception {
    Watch watch = new Watch();
    Setting setting = Setting.in(folder, DATABASE.settings()).withTraffic(watch);
    try (ChaosStage stage = ChaosStage.start(setting, logs)) {
      List<Long> members = stage.membersWithTickets(MEMBERS);
      Map<Long, Long> channels = new HashMap<>();
      for (long member : members) {
        channels.put(member, stage.channelOf(member));
        written.put(member, new ArrayList<>(List.of("w" + (members.indexOf(member) + 1))));
        sent.put(member, new ArrayList<>());
        notSent.put(member, new ArrayList<>());
      }
      filter(stage, members);
      for (int kill = 1; kill <= KILLS; kill++) {
        RandomGenerator chance = stage.chance(kill);
        int post = chance.nextInt(1, 5 * MEMBERS);
        System.out.printf("kill %d at post %d%n", kill, post);
        CompletableFuture<Void> comes =
            watch
                .await("answered POST /channels/{channel}/messages", post)
                .completeOnTimeout(null, LONGEST_ROUND_MILLIS, TimeUnit.MILLISECONDS);
        CompletableFuture<Void> saying =
            CompletableFuture.runAsync(() -> speak(stage, members, channels, chance));
        comes.get();
        stage.product().kill();
        saying.join();
        stage.product().startAgain();
        stage.product().awaitConnected();
      }
      members.forEach(member -> awaitShown(stage, member, channels.getOrDefault(member, 0L)));
      stage.awaitRest();
      String told = "seed %d, filtered".formatted(stage.seed());
      members.forEach(member -> check(stage, member, channels.getOrDefault(member, 0L)));
      stage.witness().checkWhatIsStored(told, stage.database());
      stage.product().stop();
    }
  }

  private static void filter(ChaosStage stage, List<Long> members) {
    refuse(stage, POSTS, 240000, NEVER);
    refuse(stage, POSTS, 200000, "\"content\":\"[^\"]*" + IN_A_FILE);
    for (long member : members) {
      String dm = "/channels/" + stage.client().dmChannel(member) + "/messages$";
      refuse(stage, dm, 200000, NOT_TO_MEMBERS);
    }
  }

  private static void refuse(ChaosStage stage, String route, int code, String body) {
    ObjectNode answer = form().put("code", code).put("message", "Refused for the test");
    stage.client().script(route, 400, answer, form().put("body", body));
  }

  /** Everybody speaks, in an order that chance gives, and each is answered twice. */
  private void speak(
      ChaosStage stage, List<Long> members, Map<Long, Long> channels, RandomGenerator chance) {
    List<Runnable> acts = new ArrayList<>();
    for (long member : members) {
      IntStream.range(0, EACH).forEach(_ -> acts.add(() -> say(stage, member, chance)));
    }
    shuffle(acts, chance);
    for (long member : members) {
      for (boolean refused : List.of(true, false)) {
        acts.add(
            chance.nextInt(acts.size() + 1),
            () -> reply(stage, member, channels.getOrDefault(member, 0L), refused));
      }
    }
    acts.forEach(Runnable::run);
  }

  private static void shuffle(List<Runnable> acts, RandomGenerator chance) {
    for (int left = acts.size(); left > 1; left--) {
      acts.add(acts.remove(chance.nextInt(left)));
    }
  }

  private void say(ChaosStage stage, long member, RandomGenerator chance) {
    String text =
        switch (chance.nextInt(8)) {
          case 0 -> NEVER;
          case 1 -> IN_A_FILE;
          default -> "This is";
        };
    String word = stage.witness().dm(member, text, Map.of()).word();
    written
        .getOrDefault(member, new ArrayList<>())
        .add(
            switch (text) {
              case NEVER -> "nowhere";
              case IN_A_FILE -> "file " + word;
              default -> word;
            });
  }

  private void reply(ChaosStage stage, long member, long channel, boolean refused) {
    String word = "r" + ++replies;
    stage
        .client()
        .send(stage.sam(), channel, "!r " + (refused ? NOT_TO_MEMBERS : "fine") + " " + word);
    (refused ? notSent : sent).getOrDefault(member, new ArrayList<>()).add(word);
  }

  // ---- what is seen

  /** A line of the ticket's channel, with what stands below its number. */
  private record Line(int number, String text, List<JsonNode> files) {}

  /** All that the bot has said there. */
  private static List<JsonNode> everythingIn(ChaosStage stage, long channel) {
    return stage
        .client()
        .call("GET", "/control/channels/" + channel + "/messages?limit=1000", form())
        .valueStream()
        .filter(message -> message.at("/author/bot").asBoolean())
        .sorted(Comparator.comparingLong(message -> message.path("id").asLong()))
        .toList();
  }

  private static List<Line> lines(ChaosStage stage, long channel) {
    List<Line> lines = new ArrayList<>();
    everythingIn(stage, channel)
        .forEach(message -> {
          String text = message.path("content").asText();
          List<JsonNode> files = message.path("attachments").valueStream().toList();
          List<MatchResult> heads = LINE.matcher(text).results().toList();
          for (int i = 0; i < heads.size(); i++) {
            int end = i + 1 < heads.size() ? heads.get(i + 1).start() : text.length();
            int number = Integer.parseInt(heads.get(i).group(1));
            lines.add(new Line(number, text.substring(heads.get(i).end(), end), files));
          }
        });
    return lines;
  }

  /** How a line of a member is written down here; empty for a reply's. */
  private static String seen(Line line) {
    Matcher word = WORD.matcher(line.text());
    if (word.find()) {
      return word.group().startsWith("w") ? word.group() : "";
    }
    if (line.text().contains(REFUSED) && line.files().isEmpty()) {
      return line.text().contains("history of the ticket") ? "nowhere" : "where? " + line.text();
    }
    return line.files().stream()
        .map(RefusedInRushIT::content)
        .flatMap(text -> WORD.matcher(text).results())
        .map(found -> "file " + found.group())
        .findFirst()
        .orElse("what? " + line.text());
  }

  private static String content(JsonNode file) {
    return new String(OpenTicket.bytes(file.path("url").asText()), StandardCharsets.UTF_8);
  }

  private List<String> shown(ChaosStage stage, long channel) {
    return lines(stage, channel).stream()
        .map(RefusedInRushIT::seen)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> read(ChaosStage stage, long member) {
    return stage.client().readDm(member).stream()
        .filter(message -> message.at("/author/bot").asBoolean())
        .flatMap(message -> WORD.matcher(message.path("content").asText()).results())
        .map(MatchResult::group)
        .toList();
  }

  private void awaitShown(ChaosStage stage, long member, long channel) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(shown(stage, channel))
              .as("seed %d: of member %d, %s", stage.seed(), member, stage.standing())
              .isEqualTo(written.get(member));
          assertThat(Stream.concat(read(stage, member).stream(), offered(stage, channel).stream()))
              .as("seed %d: to member %d", stage.seed(), member)
              .containsAll(sent.getOrDefault(member, List.of()));
        });
  }

  /**
   * The replies that came too late to be done without asking (after two minutes, where starting
   * takes long), each of which staff are asked about once.
   */
  private static List<String> offered(ChaosStage stage, long channel) {
    return everythingIn(stage, channel).stream()
        .filter(message -> !message.path("components").isEmpty())
        .peek(stage::assertMayBeLate)
        .flatMap(message -> WORD.matcher(message.path("content").asText()).results())
        .map(MatchResult::group)
        .toList();
  }

  private void check(ChaosStage stage, long member, long channel) {
    String told = "seed %d, member %d".formatted(stage.seed(), member);
    List<Line> lines = lines(stage, channel);
    assertThat(shown(stage, channel)).as(told).isEqualTo(written.get(member));
    List<String> offered = offered(stage, channel);
    assertThat(offered).as("%s: offered once", told).doesNotHaveDuplicates();
    List<String> reached = except(offered, sent.getOrDefault(member, List.of()));
    List<String> refused = except(offered, notSent.getOrDefault(member, List.of()));
    assertThat(read(stage, member)).as(told).isEqualTo(reached);
    // A reply's line comes when its fate is known, which may be after the member's next words.
    assertThat(lines.stream().map(Line::number))
        .as("%s: each line once", told)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, lines.size()).boxed().toList());
    assertThat(replies(lines, true)).as("%s: not sent", told).isEqualTo(refused);
    assertThat(replies(lines, false)).as("%s: sent", told).isEqualTo(reached);
  }

  private static List<String> except(List<String> offered, List<String> all) {
    return all.stream().filter(word -> !offered.contains(word)).toList();
  }

  private static List<String> replies(List<Line> lines, boolean refused) {
    return lines.stream()
        .filter(line -> line.text().contains("**not sent**") == refused)
        .flatMap(line -> WORD.matcher(line.text()).results())
        .map(MatchResult::group)
        .filter(word -> word.startsWith("r"))
        .toList();
  }
}
