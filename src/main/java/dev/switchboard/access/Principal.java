package dev.switchboard.access;

import java.util.Optional;
import java.util.Set;

/**
 * The person, program or component in whose name a port acts. A method of a port that changes
 * something takes a principal, checks its {@link Right}, and puts its {@link #name} into the
 * journal. The few methods that act in nobody's name, such as the registration of a stranger, are
 * listed with their reasons in {@code ArchitectureTest}.
 */
public sealed interface Principal {
  /**
   * The text form for the journal and the audit log. It never changes for the same principal,
   * except for the display name that follows the id of a Discord user.
   */
  String name();

  /** Whether the principal has the right now. */
  boolean may(Right right);

  /** The origin of the request. */
  Source source();

  /**
   * The origin of one request.
   *
   * @param address the network address of the caller; empty if there is none
   * @param request the identity of the request: Discord's id of the message or interaction, or a
   *     random text
   */
  record Source(Surface surface, Optional<String> address, String request) {}

  /**
   * A user of Discord.
   *
   * @param id Discord's user id
   * @param shown the nickname, else the display name, else the user name
   */
  record DiscordUser(long id, String shown, Set<Right> rights, Source source) implements Principal {
    public DiscordUser {
      rights = Set.copyOf(rights);
    }

    /**
     * A form such as {@code 1234 (Anna)}, which no token of an administrator can have as its name.
     */
    @Override
    public String name() {
      return "%d (%s)".formatted(id, shown);
    }

    @Override
    public boolean may(Right right) {
      return rights.contains(right);
    }
  }

  /** The signed-in holder of a local account. */
  record AccountHolder(String account, Set<Right> rights, Source source) implements Principal {
    public AccountHolder {
      rights = Set.copyOf(rights);
    }

    /**
     * A form such as {@code account:sam}, which no token of an administrator can have as its name.
     */
    @Override
    public String name() {
      return "account:" + account;
    }

    @Override
    public boolean may(Right right) {
      return rights.contains(right);
    }
  }

  /**
   * A program that holds a key of the REST API.
   *
   * @param id the number of the key, with its name in brackets
   */
  record ApiKey(String id, Set<Right> rights, Source source) implements Principal {
    public ApiKey {
      rights = Set.copyOf(rights);
    }

    /**
     * A form such as {@code key:billing}, which no token of an administrator can have as its name.
     */
    @Override
    public String name() {
      return "key:" + id;
    }

    @Override
    public boolean may(Right right) {
      return rights.contains(right);
    }
  }

  /**
   * An administrator.
   *
   * @param name the name of the token, {@link Caller#ROOT_NAME} for the root token
   */
  record Administrator(String name, Set<Scope> scopes, Source source) implements Principal {
    public Administrator {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public boolean may(Right right) {
      return scopes.stream().anyMatch(scope -> scope.rights().contains(right));
    }
  }

  /** A part of the server itself, which may do everything. */
  record Component(String name, Source source) implements Principal {
    @Override
    public boolean may(Right right) {
      return true;
    }
  }
}
