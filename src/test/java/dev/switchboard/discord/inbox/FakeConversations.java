package dev.switchboard.discord.inbox;

import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.gateway.GatewayLink;
import dev.switchboard.storage.Database;
import dev.switchboard.text.TestWords;
import dev.switchboard.ticket.Conversations;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** What a test says that is known of conversations. */
public final class FakeConversations implements Conversations {
  final Map<Long, List<Long>> messages = new ConcurrentHashMap<>();
  final Map<Long, List<Long>> notes = new ConcurrentHashMap<>();
  final Set<Long> closed = ConcurrentHashMap.newKeySet();
  volatile List<Long> open = List.of();

  /** An inbox that fills its gaps over REST, with nothing known of conversations. */
  static DiscordInbox inbox(
      Database database, GatewayLink.CallRest rest, DiscordSettings settings) {
    return new DiscordInbox(
        new FencedDatabase(database, Fence.NONE),
        new FakeConversations().history(database, rest, settings),
        Clock.systemUTC(),
        TestWords.ENGLISH);
  }

  public HistoryReader history(
      Database database, GatewayLink.CallRest rest, DiscordSettings settings) {
    return new HistoryReader(
        new FencedDatabase(database, Fence.NONE), rest, this, settings, Clock.systemUTC());
  }

  @Override
  public CompletionStage<List<Long>> openMembers(int limit) {
    return CompletableFuture.completedStage(open.stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<Set<Long>> closed(Collection<Long> tickets) {
    Set<Long> found = new HashSet<>(tickets);
    found.retainAll(closed);
    return CompletableFuture.completedStage(found);
  }

  @Override
  public CompletionStage<List<Long>> messages(long member, int limit) {
    return CompletableFuture.completedStage(
        new ArrayList<>(messages.getOrDefault(member, List.of())));
  }

  @Override
  public CompletionStage<List<Long>> notes(long ticket, int limit) {
    return CompletableFuture.completedStage(new ArrayList<>(notes.getOrDefault(ticket, List.of())));
  }
}
