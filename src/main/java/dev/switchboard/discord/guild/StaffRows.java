package dev.switchboard.discord.guild;

import dev.switchboard.access.grant.Member;
import dev.switchboard.access.grant.StaffRoles;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The tables {@code staff_member}, {@code staff_guild} and {@code staff_role}. */
final class StaffRows {
  /**
   * What a row says of a user.
   *
   * @param member empty where the user is no member
   */
  record Known(Optional<Member> member) {}

  /**
   * What is to be written of a user.
   *
   * @param member empty where the user is no member
   * @param added whether a row is made where there is none
   */
  record Row(long user, Optional<Member> member, boolean added) {
    /** The same news, of a row that is made if either of the two makes it. */
    Row after(Row older) {
      return new Row(user, member, added || older.added);
    }
  }

  private static final String UPDATE =
      """
      update staff_member
      set name = :name, username = :username, avatar = :avatar, roles = :roles, present = true,
        told = now()
      where guild_id = :guild and user_id = :user
      """;

  private static final String UPDATE_ABSENT =
      """
      update staff_member set roles = '{}', present = false, told = now()
      where guild_id = :guild and user_id = :user
      """;

  private static final String ADD =
      """
      insert into staff_member
        (guild_id, user_id, name, username, avatar, roles, present, told, asked)
      values (:guild, :user, :name, :username, :avatar, :roles, true, now(), now())
      on conflict (guild_id, user_id) do update
      set name = excluded.name, username = excluded.username, avatar = excluded.avatar,
        roles = excluded.roles, present = true, told = now(), asked = now()
      """;

  private static final String ADD_ABSENT =
      """
      insert into staff_member
        (guild_id, user_id, name, username, avatar, roles, present, told, asked)
      values (:guild, :user, '', '', null, '{}', false, now(), now())
      on conflict (guild_id, user_id) do update
      set roles = '{}', present = false, told = now(), asked = now()
      """;

  private StaffRows() {}

  /** What is known of a user; empty for nothing. Notes that somebody asked. */
  static Optional<Known> ask(Handle handle, long guild, long user) {
    Optional<Known> known = find(handle, guild, user);
    if (known.isPresent()) {
      handle
          .createUpdate(
              """
              update staff_member set asked = now()
              where guild_id = :guild and user_id = :user and asked < now() - interval '1 hour'
              """)
          .bind("guild", guild)
          .bind("user", user)
          .execute();
    }
    return known;
  }

  /** What is known of a user; empty for nothing. */
  static Optional<Known> find(Handle handle, long guild, long user) {
    return handle
        .createQuery("select * from staff_member where guild_id = :guild and user_id = :user")
        .bind("guild", guild)
        .bind("user", user)
        .map((row, _) -> known(row))
        .findOne();
  }

  private static Known known(ResultSet row) throws SQLException {
    if (!row.getBoolean("present")) {
      return new Known(Optional.empty());
    }
    return new Known(
        Optional.of(
            new Member(
                row.getLong("user_id"),
                row.getString("name"),
                row.getString("username"),
                Optional.ofNullable(row.getString("avatar")),
                roles(row.getArray("roles")))));
  }

  private static Set<Long> roles(Array roles) throws SQLException {
    return Set.of((Long[]) roles.getArray());
  }

  /** All users of whom something is known, those who were asked for last before the others. */
  static List<Long> users(Handle handle, long guild) {
    return handle
        .createQuery(
            "select user_id from staff_member where guild_id = :guild order by asked desc, user_id")
        .bind("guild", guild)
        .mapTo(Long.class)
        .list();
  }

  static void write(Handle handle, long guild, Row row) {
    String statement =
        row.member().isPresent()
            ? row.added() ? ADD : UPDATE
            : row.added() ? ADD_ABSENT : UPDATE_ABSENT;
    try (Update update = handle.createUpdate(statement)) {
      update.bind("guild", guild).bind("user", row.user());
      row.member()
          .ifPresent(member ->
              update
                  .bind("name", member.name())
                  .bind("username", member.username())
                  .bind("avatar", member.avatar())
                  .bindArray("roles", Long.class, List.copyOf(member.roles())));
      update.execute();
    }
  }

  /** Deletes the rows of other guilds and those beyond a number, and says whose those were. */
  static Set<Long> trim(Handle handle, long guild, int most) {
    handle.execute("delete from staff_member where guild_id <> ?", guild);
    return handle
        .createQuery(
            """
            delete from staff_member
            where guild_id = :guild and user_id in (
              select user_id from staff_member where guild_id = :guild
              order by asked desc, user_id offset :most)
            returning user_id
            """)
        .bind("guild", guild)
        .bind("most", most)
        .mapTo(Long.class)
        .set();
  }

  // ---- the guild

  static void write(Handle handle, StaffRoles guild) {
    handle
        .createUpdate(
            """
            insert into staff_guild (guild_id, owner, told) values (:guild, :owner, now())
            on conflict (guild_id) do update set owner = excluded.owner, told = now()
            """)
        .bind("guild", guild.guild())
        .bind("owner", guild.owner())
        .execute();
    handle.execute("delete from staff_role where guild_id = ?", guild.guild());
    write(handle, guild.guild(), guild.roles());
  }

  private static void write(Handle handle, long guild, Collection<StaffRoles.Role> roles) {
    try (var batch =
        handle.prepareBatch(
            """
            insert into staff_role (guild_id, role_id, name, color, position, administrator)
            values (:guild, :role, :name, :color, :position, :administrator)
            """)) {
      roles.forEach(role ->
          batch
              .bind("guild", guild)
              .bind("role", role.id())
              .bind("name", role.name())
              .bind("color", role.color())
              .bind("position", role.position())
              .bind("administrator", role.administrator())
              .add());
      batch.execute();
    }
  }

  /** The guild; empty where Discord never told of it. */
  static Optional<StaffRoles> roles(Handle handle, long guild) {
    List<StaffRoles.Role> roles = new ArrayList<>();
    return handle
        .createQuery(
            """
            select g.owner, r.* from staff_guild g left join staff_role r using (guild_id)
            where guild_id = :guild
            order by r.position desc, r.role_id
            """)
        .bind("guild", guild)
        .map((row, _) -> {
          role(row).ifPresent(roles::add);
          return row.getLong("owner");
        })
        .list()
        .stream()
        .findFirst()
        .map(owner -> new StaffRoles(guild, owner, roles));
  }

  private static Optional<StaffRoles.Role> role(ResultSet row) throws SQLException {
    long id = row.getLong("role_id");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new StaffRoles.Role(
                id,
                row.getString("name"),
                row.getInt("color"),
                row.getInt("position"),
                row.getBoolean("administrator")));
  }
}
