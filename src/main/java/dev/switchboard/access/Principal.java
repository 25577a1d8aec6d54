package dev.switchboard.access;

import java.util.Optional;
import java.util.Set;

/**
 * The person, program or component in whose name a port acts. Every method of a port that changes
 * something takes one, asks it for a {@link Right}, and puts its {@link #name} into the journal.
 */
public sealed interface Principal {
  /**
   * The text form for the journal and the audit log. It never changes for the same principal, save
   * that the name of a Discord user follows the number that identifies the user.
   */
  String name();

  /** Whether the principal holds that right now. */
  boolean may(Right right);

  /** Where the request came from. */
  Source source();

  /**
   * The origin of one request.
   *
   * @param address the network address of the caller; empty where there is none
   * @param request the identity of the request: Discord's id of the message or interaction, or a
   *     random text
   */
  record Source(Surface surface, Optional<String> address, String request) {}

  /**
   * A user of Discord.
   *
   * @param id Discord's user id
   * @param shown nickname, else display name, else user name
   */
  record DiscordUser(long id, String shown, Set<Right> rights, Source source) implements Principal {
    public DiscordUser {
      rights = Set.copyOf(rights);
    }

    /** As {@code 1234 (Anna)}, which no token of an administrator can be named. */
    @Override
    public String name() {
      return "%d (%s)".formatted(id, shown);
    }

    @Override
    public boolean may(Right right) {
      return rights.contains(right);
    }
  }

  /** The holder of a local account, who signed in. */
  record AccountHolder(String account, Set<Right> rights, Source source) implements Principal {
    public AccountHolder {
      rights = Set.copyOf(rights);
    }

    /** As {@code account:sam}, which no token of an administrator can be named. */
    @Override
    public String name() {
      return "account:" + account;
    }

    @Override
    public boolean may(Right right) {
      return rights.contains(right);
    }
  }

  /** A program that holds a key of the REST API. */
  record ApiKey(String id, Set<Right> rights, Source source) implements Principal {
    public ApiKey {
      rights = Set.copyOf(rights);
    }

    /** As {@code key:billing}, which no token of an administrator can be named. */
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
