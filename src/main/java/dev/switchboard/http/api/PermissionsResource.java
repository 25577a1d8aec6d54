package dev.switchboard.http.api;

import dev.switchboard.access.Right;
import dev.switchboard.access.grant.Grant;
import dev.switchboard.access.grant.Grants;
import dev.switchboard.access.grant.Permission;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.grant.Subject;
import dev.switchboard.http.endpoint.Answer;
import dev.switchboard.http.endpoint.Call;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.http.endpoint.Fields;
import dev.switchboard.http.endpoint.Problem;
import dev.switchboard.http.endpoint.ProblemCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The permissions of the panel, and the members and roles of the staff guild to grant them to:
 * {@code /api/admin/members}, {@code /api/admin/roles} and {@code /api/admin/permissions}.
 */
final class PermissionsResource {
  private static final int PAGE = 1_000;

  private static final Map<String, Subject.Type> TYPES =
      Map.of("user", Subject.Type.USER, "role", Subject.Type.ROLE);

  private static final Map<String, Permission> PERMISSIONS = permissions();

  private final Grants grants;
  private final MadeOnce once;
  private final StaffMembership staff;

  PermissionsResource(Grants grants, StaffMembership staff, MadeOnce once) {
    this.grants = grants;
    this.once = once;
    this.staff = staff;
  }

  private static Map<String, Permission> permissions() {
    Map<String, Permission> words = new LinkedHashMap<>();
    Arrays.stream(Permission.values()).forEach(one -> words.put(one.word(), one));
    // Those of Rustmail, which mean one of these.
    for (String word : List.of("view_panel", "manage_config", "manage_bot")) {
      Permission.of(word).ifPresent(meant -> words.put(word, meant));
    }
    return words;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/admin/members").holding(Right.MANAGE_PERMISSIONS).does(this::members),
        Endpoint.get("/api/admin/roles").holding(Right.MANAGE_PERMISSIONS).does(this::roles),
        Endpoint.get("/api/admin/permissions").holding(Right.MANAGE_PERMISSIONS).does(this::all),
        Endpoint.post("/api/admin/permissions").holding(Right.MANAGE_PERMISSIONS).does(this::grant),
        Endpoint.delete("/api/admin/permissions/{id}")
            .holding(Right.MANAGE_PERMISSIONS)
            .does(this::revoke));
  }

  // ---- the staff guild

  private record Page(long after, int limit) {
    static Page of(Fields fields) {
      return new Page(
          fields.optionalSnowflake("after").orElse(0L),
          (int) fields.optionalNumber("limit", 1, PAGE).orElse(PAGE));
    }
  }

  private CompletionStage<Answer> members(Call call) {
    Page page = call.query(Page::of);
    return staff
        .members(page.after(), page.limit())
        .thenApply(members -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put(
              "members",
              members.stream()
                  .map(member -> {
                    Map<String, Object> shown = new LinkedHashMap<>();
                    shown.put("id", String.valueOf(member.id()));
                    shown.put("username", member.username());
                    shown.put("name", member.name());
                    shown.put("avatar", member.avatar());
                    shown.put(
                        "roles", member.roles().stream().sorted().map(String::valueOf).toList());
                    return shown;
                  })
                  .toList());
          body.put("has_more", members.size() == page.limit());
          body.put(
              "next",
              members.size() == page.limit()
                  ? Optional.of(String.valueOf(members.getLast().id()))
                  : Optional.empty());
          return Answer.ok(body);
        });
  }

  private record ShownRole(String id, String name, int color, int position) {}

  private CompletionStage<Answer> roles(Call call) {
    return staff
        .roles()
        .thenApply(guild ->
            Answer.ok(
                Map.of(
                    "roles",
                    guild.roles().stream()
                        .map(role ->
                            new ShownRole(
                                String.valueOf(role.id()),
                                role.name(),
                                role.color(),
                                role.position()))
                        .toList())));
  }

  // ---- grants

  private record Shown(
      long id,
      String subjectType,
      String subjectId,
      String permission,
      String grantedBy,
      long grantedAt) {
    static Shown of(Grant grant) {
      return new Shown(
          grant.id(),
          grant.subject().type().word(),
          String.valueOf(grant.subject().id()),
          grant.permission().word(),
          grant.by(),
          grant.at().getEpochSecond());
    }
  }

  private CompletionStage<Answer> all(Call call) {
    return grants
        .all()
        .thenApply(all -> Answer.ok(Map.of("permissions", all.stream().map(Shown::of).toList())));
  }

  private record Wanted(Subject subject, Permission permission) {
    static Wanted of(Fields fields) {
      return new Wanted(
          new Subject(fields.choice("subject_type", TYPES), fields.snowflake("subject_id")),
          fields.choice("permission", PERMISSIONS));
    }
  }

  private CompletionStage<Answer> grant(Call call) {
    Wanted wanted = call.body(Wanted::of);
    return once.same(
        call,
        "POST /api/admin/permissions",
        List.of(
            wanted.subject().type().word(),
            String.valueOf(wanted.subject().id()),
            wanted.permission().word()),
        () -> grant(call, wanted),
        id -> Answer.ok(success(id)));
  }

  private CompletionStage<MadeOnce.Made> grant(Call call, Wanted wanted) {
    return grants
        .grant(wanted.subject(), wanted.permission(), call.by())
        .thenApply(granting ->
            switch (granting) {
              case Grants.Granting.Granted(Grant grant, boolean _) ->
                  new MadeOnce.Made(grant.id(), Answer.ok(success(grant.id())));
              case Grants.Granting.TooMany _ ->
                  throw Problem.of(
                          ProblemCode.CONFLICT, "There are as many grants as there may be: 1,000.")
                      .thrown();
            });
  }

  private static Map<String, Object> success(long id) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("success", true);
    body.put("id", id);
    return body;
  }

  private CompletionStage<Answer> revoke(Call call) {
    return grants
        .revoke(call.number("id"), call.by())
        .thenApply(revoking ->
            switch (revoking) {
              case Grants.Revoking.Revoked _ -> Answer.success();
              case Grants.Revoking.Unknown _ -> throw Problem.of(ProblemCode.NOT_FOUND).thrown();
              case Grants.Revoking.LastAdministrator _ ->
                  throw Problem.of(
                          ProblemCode.CONFLICT,
                          "This is the last grant of manage_permissions: nobody could grant"
                              + " anything any more.")
                      .thrown();
            });
  }
}
