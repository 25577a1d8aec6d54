package dev.switchboard.access.grant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A staff guild in memory: guild 1, owned by user 99, with the roles that a test adds. */
public final class FakeStaff implements StaffMembership {
  private final Map<Long, Member> members = new HashMap<>();
  private CompletionStage<Void> answering = CompletableFuture.completedStage(null);
  public int asked;

  public void joins(long user, Long... roles) {
    members.put(user, new Member(user, "Name", "name", Optional.empty(), Set.of(roles)));
  }

  public void leaves(long user) {
    members.remove(user);
  }

  /** What is asked for is answered when this completes, by what is known when it is asked. */
  public void answersAfter(CompletionStage<Void> stage) {
    answering = stage;
  }

  @Override
  public CompletionStage<Optional<Member>> of(long user) {
    asked++;
    Optional<Member> known = Optional.ofNullable(members.get(user));
    return answering.thenApply(_ -> known);
  }

  @Override
  public CompletionStage<List<Member>> members(long after, int limit) {
    return CompletableFuture.completedStage(
        members.values().stream().filter(member -> member.id() > after).limit(limit).toList());
  }

  @Override
  public CompletionStage<StaffRoles> roles() {
    return CompletableFuture.completedStage(new StaffRoles(1, 99, List.of()));
  }
}
