package dev.switchboard.discord.guild;

import dev.switchboard.text.Literal;
import dev.switchboard.text.Message;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The people besides staff who can read a channel.
 *
 * @param everybody whether all members can; then no roles are named
 * @param roles the names of some roles
 * @param more the number of further roles
 */
record Readers(boolean everybody, List<String> roles, int more) {
  static final Readers EVERYBODY = new Readers(true, List.of(), 0);

  Readers {
    roles = List.copyOf(roles);
  }

  /** In words for the log and for operators. */
  String inEnglish() {
    if (everybody) {
      return Privacy.EVERYONE;
    }
    String named =
        roles.stream().map("the role \"%s\""::formatted).collect(Collectors.joining(", "));
    return more > 0 ? named + " and " + more + " others" : named;
  }

  /** For staff in Discord; nobody is pinged by it. */
  Message toStaff() {
    if (everybody) {
      return new Message.Verbatim(Privacy.EVERYONE.replace("@", "@\u200b"));
    }
    Message named =
        new Message.Joined(
            ", ",
            roles.stream()
                .<Message>map(name -> new GuildMessage.Role(Literal.inMarkdown(name)))
                .toList());
    return more > 0 ? new GuildMessage.AndOthers(named, more) : named;
  }
}
