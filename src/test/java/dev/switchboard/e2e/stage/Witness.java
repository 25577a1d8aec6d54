package dev.switchboard.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.switchboard.sandbox.SandboxClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/**
 * Speaks for members and staff, remembers what Discord took of it, and compares that with what the
 * look-alike shows and with what the product's journal and inbox hold: everything, once, in order.
 * Each thing that is said carries a word of its own. Thread-safe; one member, or the staff of one
 * channel, should not be made to say two things at once.
 */
public final class Witness {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern WORD = Pattern.compile("\\bw\\d+\\b");
  private static final String WELCOME = "Thank you for your message.";

  /** Something that Discord took. */
  public record Said(long id, String word) {}

  /** All that is known of what was said to and by members, at one moment. */
  private record View(Map<Long, List<String>> shownToStaff, Map<Long, List<Long>> channels) {
    List<String> shownOf(long member) {
      return shownToStaff.getOrDefault(member, List.of());
    }

    List<Long> channelsOf(long member) {
      return channels.getOrDefault(member, List.of());
    }
  }

  private final SandboxClient client;
  private final long staffGuild;
  private final AtomicInteger words = new AtomicInteger();
  private final Map<Long, List<Said>> byMember = new ConcurrentHashMap<>();
  private final Map<Long, List<Said>> toMember = new ConcurrentHashMap<>();

  private final Map<Long, Integer> closed = new ConcurrentHashMap<>();
  private final Map<Long, Integer> gone = new ConcurrentHashMap<>();

  public Witness(SandboxClient client, long staffGuild) {
    this.client = client;
    this.staffGuild = staffGuild;
  }

  // ---- what people do

  public Said dm(long member) {
    return dm(member, "This is", Map.of());
  }

  /** A message with a text before its word, of any length, and with files. */
  public Said dm(long member, String text, Map<String, byte[]> files) {
    String word = "w" + words.incrementAndGet();
    ObjectNode form = JSON.createObjectNode().put("content", word);
    // Some accounts may write longer texts than the form allows.
    form.putObject("extra").put("content", text + " " + word);
    JsonNode message = client.sendDm(member, form, files);
    Said said = new Said(id(message), word);
    byMember.computeIfAbsent(member, _ -> new ArrayList<>()).add(said);
    return said;
  }

  /** A typed command of staff. */
  public Said reply(long staff, long channel, long member) {
    String word = "w" + words.incrementAndGet();
    JsonNode message = client.send(staff, channel, "!r This is " + word);
    Said said = new Said(id(message), word);
    toMember.computeIfAbsent(member, _ -> new ArrayList<>()).add(said);
    return said;
  }

  /** The member's ticket is closed, and what was said in it is not to be seen any more. */
  public void closed(long member) {
    closed.merge(member, 1, Integer::sum);
    channelGone(member);
  }

  /** The channel of the member's ticket is deleted, with all that was seen in it. */
  public void channelGone(long member) {
    gone.put(member, words(byMember, member).size());
  }

  /** The ids of the channels of a member's tickets, from the oldest on. */
  public List<Long> channels(long member) {
    return view(List.of(member)).channelsOf(member);
  }

  // ---- what they see

  /** Whether nothing is missing of what these members said and were told. Says nothing of order. */
  public boolean isAllSeen(Collection<Long> members) {
    View view = view(members);
    return members.stream()
        .allMatch(member ->
            view.shownOf(member).containsAll(wordsForStaff(member))
                && shownTo(member).containsAll(words(toMember, member)));
  }

  /** Whether something that staff replied has not reached the member yet. */
  public boolean waitsForReply(long member) {
    List<String> told = words(toMember, member);
    return !told.isEmpty() && !shownTo(member).containsAll(told);
  }

  /** How many of the things that these members said staff do not see yet. */
  public long unseen(Collection<Long> members) {
    View view = view(members);
    return members.stream()
        .flatMap(member ->
            wordsForStaff(member).stream().filter(word -> !view.shownOf(member).contains(word)))
        .count();
  }

  /** That staff see everything once and in order, and members what they were told. */
  public void checkWhatIsShown(String when) {
    checkWhatIsShown(when, byMember.keySet());
  }

  /** The same of these members. */
  public void checkWhatIsShown(String when, Collection<Long> members) {
    View view = view(members);
    members.forEach(member -> {
      assertThat(view.shownOf(member))
          .as("%s: what staff see of member %d", when, member)
          .containsExactlyElementsOf(wordsForStaff(member));
      assertThat(shownTo(member))
          .as("%s: what member %d sees of staff", when, member)
          .containsExactlyElementsOf(words(toMember, member));
      assertThat(client.readDm(member))
          .as("%s: how member %d is welcomed", when, member)
          .filteredOn(message -> text(message).contains(WELCOME))
          .hasSize(view.channelsOf(member).size() + closed.getOrDefault(member, 0));
    });
  }

  /**
   * That each message is in the inbox, settled, and once in the journal and in the tables that are
   * read, in the order in which it was said. To be asked when nothing is under way.
   */
  public void checkWhatIsStored(String when, Jdbi database) {
    List<Long> said =
        byMember.values().stream().flatMap(List::stream).map(Said::id).sorted().toList();
    List<String> unsettled = new ArrayList<>();
    List<Long> acknowledged = new ArrayList<>();
    database.useHandle(handle ->
        handle
            .createQuery(
                "select key, payload is null from inbox where kind = 'message' and route like"
                    + " 'member:%'")
            .map((row, _) -> Map.entry(row.getString(1), row.getBoolean(2)))
            .forEach(row -> {
              acknowledged.add(Long.parseLong(row.getKey()));
              if (!row.getValue()) {
                unsettled.add(row.getKey());
              }
            }));
    assertThat(acknowledged.stream().sorted())
        .as("%s: the messages that the inbox holds", when)
        .containsExactlyElementsOf(said);
    assertThat(unsettled).as("%s: the messages that are not settled", when).isEmpty();
    Map<Long, List<Long>> stored = journal(database);
    Map<Long, List<Long>> listed = tables(database);
    byMember.forEach((member, all) -> {
      List<Long> ids = all.stream().map(Said::id).toList();
      assertThat(stored.getOrDefault(member, List.of()))
          .as("%s: the messages of member %d in the journal", when, member)
          .containsExactlyElementsOf(ids);
      assertThat(listed.getOrDefault(member, List.of()))
          .as("%s: the messages of member %d in the tables", when, member)
          .containsExactlyElementsOf(ids);
    });
  }

  /** The ids of what each member said, in the order of their tickets. */
  private static Map<Long, List<Long>> tables(Jdbi database) {
    Map<Long, List<Long>> byMember = new HashMap<>();
    database.useHandle(handle ->
        handle
            .createQuery(
                """
                select member_id, source from ticket_message join ticket using (ticket)
                where kind = 'member' order by ticket, number
                """)
            .map((row, _) -> Map.entry(row.getLong(1), row.getLong(2)))
            .forEach(row ->
                byMember
                    .computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                    .add(row.getValue())));
    return byMember;
  }

  /** The ids of what each member said, in the order of their tickets. */
  private static Map<Long, List<Long>> journal(Jdbi database) {
    Map<Long, Long> members = new HashMap<>();
    Map<Long, List<Long>> byTicket = new TreeMap<>();
    database.useHandle(handle ->
        handle
            .createQuery(
                """
                select cast(substring(persistence_id from 8) as bigint), convert_from(event_payload, 'UTF8')
                from event_journal where persistence_id like 'Ticket|%' order by persistence_id, sequence_number
                """)
            .map((row, _) -> Map.entry(row.getLong(1), row.getString(2)))
            .forEach(row -> {
              JsonNode event = read(row.getValue());
              switch (event.path("event").asText()) {
                case "opened" -> members.put(row.getKey(), event.at("/member/id").asLong());
                case "written" -> {
                  if (event.at("/author/by").asText().equals("member")) {
                    byTicket
                        .computeIfAbsent(row.getKey(), _ -> new ArrayList<>())
                        .add(event.path("source").asLong());
                  }
                }
                default -> {}
              }
            }));
    Map<Long, List<Long>> byMember = new HashMap<>();
    byTicket.forEach((ticket, ids) ->
        byMember
            .computeIfAbsent(members.getOrDefault(ticket, 0L), _ -> new ArrayList<>())
            .addAll(ids));
    return byMember;
  }

  private View view(Collection<Long> members) {
    Map<Long, List<Long>> channels = channelsByMember();
    Map<Long, List<String>> shown = new HashMap<>();
    for (long member : members) {
      List<String> told = words(toMember, member);
      shown.put(
          member,
          channels.getOrDefault(member, List.of()).stream()
              .flatMap(channel -> wordsOfTheBot(everythingIn(channel)).stream())
              .filter(word -> !told.contains(word))
              .toList());
    }
    return new View(shown, channels);
  }

  /** A ticket's channel names its member in its topic. */
  private Map<Long, List<Long>> channelsByMember() {
    Map<Long, List<Long>> channels = new HashMap<>();
    client.channels(staffGuild).stream()
        .sorted(Comparator.comparingLong(Witness::id))
        .forEach(channel -> {
          String[] topic = channel.path("topic").asText("").split(" · ", -1);
          if (topic.length > 2 && topic[2].matches("\\d+")) {
            channels
                .computeIfAbsent(Long.parseLong(topic[2]), _ -> new ArrayList<>())
                .add(id(channel));
          }
        });
    return channels;
  }

  private List<JsonNode> everythingIn(long channel) {
    String path = "/control/channels/" + channel + "/messages?limit=1000";
    return client
        .call("GET", path, JSON.createObjectNode())
        .valueStream()
        .sorted(Comparator.comparingLong(Witness::id))
        .toList();
  }

  private static long id(JsonNode object) {
    return object.path("id").asLong();
  }

  private List<String> wordsForStaff(long member) {
    List<String> words = words(byMember, member);
    return words.subList(gone.getOrDefault(member, 0), words.size());
  }

  private List<String> shownTo(long member) {
    return wordsOfTheBot(client.readDm(member));
  }

  private static List<String> wordsOfTheBot(List<JsonNode> messages) {
    return messages.stream()
        .filter(message -> message.at("/author/bot").asBoolean())
        .flatMap(message -> WORD.matcher(text(message)).results().map(MatchResult::group))
        .toList();
  }

  private static String text(JsonNode message) {
    return message.path("content").asText();
  }

  private static List<String> words(Map<Long, List<Said>> said, long member) {
    return said.getOrDefault(member, List.of()).stream().map(Said::word).toList();
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
