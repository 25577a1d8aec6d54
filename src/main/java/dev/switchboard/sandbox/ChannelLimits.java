package dev.switchboard.sandbox;

/** How many channels there may be; Discord's numbers, unless a benchmark wants more. */
final class ChannelLimits {
  private int perGuild = 500;
  private int perCategory = 50;

  int perGuild() {
    return perGuild;
  }

  int perCategory() {
    return perCategory;
  }

  void perGuild(int most) {
    perGuild = most;
  }

  void perCategory(int most) {
    perCategory = most;
  }
}
