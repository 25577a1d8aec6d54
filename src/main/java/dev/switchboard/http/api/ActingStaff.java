package dev.switchboard.http.api;

import dev.switchboard.access.Principal;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.StaffRoles;
import dev.switchboard.ticket.model.Staff;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The person or program of a request, as the member and other staff are shown them. */
final class ActingStaff {
  /** In the place of a role, so that staff see that a program wrote it. */
  static final String PROGRAM = "API key";

  private final StaffMembership membership;

  ActingStaff(StaffMembership membership) {
    this.membership = membership;
  }

  /** Never fails: where the role is not known, there is none. */
  CompletionStage<Staff> of(Principal by) {
    return switch (by) {
      case Principal.DiscordUser user ->
          topRole(user.id())
              .exceptionally(_ -> "")
              .thenApply(role -> new Staff(user.id(), user.shown(), role));
      case Principal.ApiKey key ->
          CompletableFuture.completedStage(new Staff(0, keyName(key.id()), PROGRAM));
      case Principal.AccountHolder account ->
          CompletableFuture.completedStage(new Staff(0, account.account(), ""));
      case Principal.Administrator _, Principal.Component _ ->
          throw new IllegalStateException("the API is for sessions and keys: " + by.name());
    };
  }

  private CompletionStage<String> topRole(long user) {
    return membership
        .of(user)
        .thenCombine(
            membership.roles(),
            (member, guild) ->
                member
                    .flatMap(known ->
                        guild.roles().stream()
                            .filter(role -> known.roles().contains(role.id()))
                            .map(StaffRoles.Role::name)
                            .findFirst())
                    .orElse(""));
  }

  /** Of {@code 7 (billing)}, the name. */
  private static String keyName(String id) {
    int bracket = id.indexOf(" (");
    return bracket > 0 && id.endsWith(")") ? id.substring(bracket + 2, id.length() - 1) : id;
  }
}
