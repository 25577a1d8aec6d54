package dev.switchboard.sandbox.world;

/** The limits of channels: Discord's numbers, unless a benchmark needs more. */
public final class ChannelLimits {
  private int perGuild = 500;
  private int perCategory = 50;

  public int perGuild() {
    return perGuild;
  }

  public int perCategory() {
    return perCategory;
  }

  public void perGuild(int most) {
    perGuild = most;
  }

  public void perCategory(int most) {
    perCategory = most;
  }
}
