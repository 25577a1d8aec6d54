package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import dev.switchboard.ticket.Bans;
import dev.switchboard.ticket.Members;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.timing.Snowflake;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The members of the community: {@code GET /api/members/{id}}, somebody as staff look at them, and
 * {@code GET /api/bans}, who is banned.
 */
public final class CommunityResource {
  private static final int USUAL = 100;

  private final TicketList tickets;
  private final Members members;
  private final Bans bans;

  public CommunityResource(TicketList tickets, Members members, Bans bans) {
    this.tickets = tickets;
    this.members = members;
    this.bans = bans;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/members/{id}").holding(Right.VIEW_TICKETS).does(this::member),
        Endpoint.get("/api/bans").holding(Right.VIEW_BANS).does(this::bans));
  }

  // ---- a member

  private record Membership(
      Optional<String> nickname,
      Optional<Instant> joinedAt,
      List<String> roles,
      Optional<Instant> timedOutUntil,
      boolean pending) {
    static Membership of(Profile.Present present) {
      return new Membership(
          Optional.of(present.nickname()).filter(name -> !name.isEmpty()),
          present.joinedAt(),
          present.roles(),
          present.timedOutUntil(),
          present.pending());
    }
  }

  private record TicketCounts(long all, long open, Instant newestOpenedAt) {}

  /**
   * @param state whether the user is in the community guild, as far as Discord answered
   */
  private record Shown(
      String id,
      String username,
      String name,
      Instant accountCreatedAt,
      String state,
      Optional<Membership> membership,
      TicketCounts tickets) {
    static Shown of(TicketList.MemberSummary known, Profile profile) {
      return new Shown(
          String.valueOf(known.member()),
          known.memberName(),
          known.shownName(),
          Snowflake.time(known.member()),
          switch (profile) {
            case Profile.Present _ -> "present";
            case Profile.NotThere _ -> "absent";
            case Profile.Unknown _ -> "unknown";
          },
          switch (profile) {
            case Profile.Present present -> Optional.of(Membership.of(present));
            case Profile.NotThere _, Profile.Unknown _ -> Optional.empty();
          },
          new TicketCounts(known.tickets(), known.open(), known.newest()));
    }
  }

  /** Discord is asked for users with a ticket alone, so that nobody is looked up by guessing. */
  private CompletionStage<Answer> member(Call call) {
    return tickets
        .member(call.number("id"))
        .thenCompose(found -> {
          TicketList.MemberSummary known =
              found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND).thrown());
          return members
              .profile(known.member())
              .thenApply(profile -> Answer.ok(Shown.of(known, profile)));
        });
  }

  // ---- bans

  private record Page(long after, int limit) {
    static Page of(Fields fields) {
      return new Page(
          fields.optionalSnowflake("after").orElse(0L),
          (int) fields.optionalNumber("limit", 1, Bans.PAGE).orElse(USUAL));
    }
  }

  private record ShownBan(
      String userId,
      String username,
      String name,
      Optional<String> avatar,
      Optional<String> banReason) {
    static ShownBan of(Bans.Ban ban) {
      return new ShownBan(
          String.valueOf(ban.user()), ban.username(), ban.name(), ban.avatar(), ban.reason());
    }
  }

  private record Listed(List<ShownBan> bans, boolean hasMore, Optional<String> next) {}

  private CompletionStage<Answer> bans(Call call) {
    Page page = call.query(Page::of);
    return bans.page(page.after(), page.limit())
        .thenApply(answer ->
            switch (answer) {
              case Bans.Answer.Listed(List<Bans.Ban> found) -> Answer.ok(listed(found, page));
              case Bans.Answer.NotPermitted _ ->
                  throw Problem.of(
                          ProblemCode.CONFLICT,
                          "The bot lacks the permission Ban Members in the community guild, so"
                              + " Discord does not tell it of bans.")
                      .thrown();
              case Bans.Answer.Unreachable _ ->
                  throw Problem.of(
                          ProblemCode.UNAVAILABLE, "Discord does not answer. Try again soon.")
                      .with("Retry-After", "10")
                      .thrown();
            });
  }

  private static Listed listed(List<Bans.Ban> found, Page page) {
    boolean more = found.size() == page.limit();
    return new Listed(
        found.stream().map(ShownBan::of).toList(),
        more,
        more ? Optional.of(String.valueOf(found.getLast().user())) : Optional.empty());
  }
}
