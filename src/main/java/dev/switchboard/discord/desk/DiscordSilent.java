package dev.switchboard.discord.desk;

/** Discord gave no answer that says anything; asking again later may help. */
final class DiscordSilent extends RuntimeException {
  private static final long serialVersionUID = 1;

  DiscordSilent(String message) {
    super(message, null, false, false);
  }
}
