package dev.switchboard.sandbox.act;

import java.util.Map;

/**
 * The ids of the world of a fresh sandbox.
 *
 * @param bot the bot "Switchboard", which is also its application
 * @param communityGuild the guild of the members
 * @param generalChannel the community's {@code #general}
 * @param staff the staff guild
 * @param people members and staff by user name ("alice", "bob", "carol", "dave" are members; "sam",
 *     "sue" staff; "ada" the administrator and owner)
 */
public record ReadyMadeWorld(
    long bot, long communityGuild, long generalChannel, Staff staff, Map<String, Long> people) {

  /**
   * The staff guild.
   *
   * @param guild its id
   * @param inboxCategory the category "Inbox", hidden from @everyone
   * @param role the role "Staff"
   * @param logChannel {@code #transcripts}
   * @param lounge {@code #lounge}, where staff talk
   */
  public record Staff(long guild, long inboxCategory, long role, long logChannel, long lounge) {}

  /** The id of a person by user name. */
  public long person(String username) {
    Long id = people.get(username);
    if (id == null) {
      throw new IllegalArgumentException("nobody here is called " + username);
    }
    return id;
  }
}
