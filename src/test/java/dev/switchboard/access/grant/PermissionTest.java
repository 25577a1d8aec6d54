package dev.switchboard.access.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.Right;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {
  @ParameterizedTest
  @CsvSource({
    "view_tickets, VIEW_TICKETS",
    "manage_tickets, MANAGE_TICKETS",
    "view_config, VIEW_CONFIG",
    "edit_config, EDIT_CONFIG",
    "manage_api_keys, MANAGE_API_KEYS",
    "view_bans, VIEW_BANS",
    "manage_categories, MANAGE_CATEGORIES",
    "manage_permissions, MANAGE_PERMISSIONS",
    "view_audit, VIEW_AUDIT",
    "view_panel, VIEW_TICKETS",
    "manage_config, EDIT_CONFIG",
    "manage_bot, EDIT_CONFIG"
  })
  void wordsMeanPermissions(String word, Permission permission) {
    assertThat(Permission.of(word)).contains(permission);
    assertThat(Permission.of(permission.word())).contains(permission);
  }

  @Test
  void otherWordsMeanNothing() {
    assertThat(Permission.of("VIEW_TICKETS")).isEmpty();
    assertThat(Permission.of("")).isEmpty();
    assertThat(Subject.Type.of("role")).contains(Subject.Type.ROLE);
    assertThat(Subject.Type.of("User")).isEmpty();
  }

  @Test
  void whoChangesSomethingSeesIt() {
    assertThat(Permission.within(Permission.MANAGE_TICKETS.rights()))
        .containsExactlyInAnyOrder(Permission.MANAGE_TICKETS, Permission.VIEW_TICKETS);
    assertThat(Permission.within(Permission.EDIT_CONFIG.rights()))
        .containsExactlyInAnyOrder(Permission.EDIT_CONFIG, Permission.VIEW_CONFIG);
    assertThat(Permission.within(Set.of(Right.ANSWER_MEMBERS))).isEmpty();
  }
}
