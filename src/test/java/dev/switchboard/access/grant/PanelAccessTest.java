package dev.switchboard.access.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Right;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PanelAccessTest {
  private static final long GUILD = 1;
  private static final long OWNER = 99;
  private static final long EVERYBODY = GUILD;

  private static final StaffRoles ROLES =
      new StaffRoles(
          GUILD,
          OWNER,
          List.of(
              new StaffRoles.Role(30, "Admin", 0, 3, true),
              new StaffRoles.Role(20, "Team", 0xFF0000, 2, false),
              new StaffRoles.Role(EVERYBODY, "@everyone", 0, 0, false)));

  private static final SuperAdministrators SUPERS =
      new SuperAdministrators(Set.of(7L), Set.of(40L));

  private static final List<Grant> GRANTS =
      List.of(
          grant(1, Subject.user(5), Permission.VIEW_BANS),
          grant(2, Subject.role(20), Permission.MANAGE_TICKETS),
          grant(3, Subject.role(EVERYBODY), Permission.VIEW_AUDIT),
          // A user with the id of a role, and the other way round, are others.
          grant(4, Subject.role(5), Permission.MANAGE_API_KEYS),
          grant(5, Subject.user(20), Permission.MANAGE_API_KEYS));

  private static Grant grant(long id, Subject subject, Permission permission) {
    return new Grant(id, subject, permission, "root", Instant.EPOCH);
  }

  private static Member member(long id, Long... roles) {
    return new Member(id, "Name", "name", Optional.empty(), Set.of(roles));
  }

  private static Set<Long> numbers(String list) {
    return Stream.of(list.split(" "))
        .filter(word -> !word.isEmpty())
        .map(Long::valueOf)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest(name = "user {0} with roles {1}")
  @CsvSource({
    "8,  '',      'view_audit'",
    "8,  '21',    'view_audit'",
    "5,  '',      'view_audit view_bans'",
    "8,  '20',    'view_audit view_tickets manage_tickets'",
    "5,  '20 21', 'view_audit view_bans view_tickets manage_tickets'",
    "20, '',      'view_audit manage_api_keys'",
    "8,  '5',     'view_audit manage_api_keys'"
  })
  void aMemberHasWhatIsGrantedToThemToTheirRolesAndToEverybody(
      long user, String roles, String permissions) {
    PanelAccess access =
        PanelAccess.of(SUPERS, ROLES, member(user, numbers(roles).toArray(Long[]::new)), GRANTS);
    assertThat(access.superAdministrator()).isFalse();
    Set<Permission> expected =
        Arrays.stream(permissions.split(" "))
            .map(word -> Permission.of(word).orElseThrow())
            .collect(Collectors.toSet());
    assertThat(access.permissions()).isEqualTo(expected);
    assertThat(access.rights())
        .isEqualTo(
            expected.stream()
                .flatMap(permission -> permission.rights().stream())
                .collect(Collectors.toSet()));
  }

  @ParameterizedTest(name = "user {0} with roles {1}")
  @CsvSource({"7, ''", "8, '40'", "99, ''", "8, '30'", "8, '20 30'"})
  void superAdministratorsOwnersAndAdministratorsHaveAllRights(long user, String roles) {
    PanelAccess access =
        PanelAccess.of(SUPERS, ROLES, member(user, numbers(roles).toArray(Long[]::new)), List.of());
    assertThat(access.superAdministrator()).isTrue();
    assertThat(access.rights()).containsExactlyInAnyOrder(Right.values());
    assertThat(access.permissions()).containsExactlyInAnyOrder(Permission.values());
  }

  @Test
  void aRoleOfEverybodyThatAdministersMakesEverybodyAnAdministrator() {
    StaffRoles open =
        new StaffRoles(
            GUILD, OWNER, List.of(new StaffRoles.Role(EVERYBODY, "@everyone", 0, 0, true)));
    assertThat(PanelAccess.of(SUPERS, open, member(8), List.of()).superAdministrator()).isTrue();
  }

  @Test
  void anOwnerWhoIsNotKnownIsNobody() {
    StaffRoles untold = new StaffRoles(GUILD, 0, List.of());
    assertThat(PanelAccess.of(SUPERS, untold, member(0), GRANTS).superAdministrator()).isFalse();
  }

  @Test
  void whoIsNotInTheGuildHasNothing() {
    assertThat(PanelAccess.NONE.rights()).isEmpty();
    assertThat(PanelAccess.NONE.permissions()).isEmpty();
    assertThat(PanelAccess.NONE.superAdministrator()).isFalse();
  }
}
