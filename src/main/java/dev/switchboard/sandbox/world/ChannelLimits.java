package dev.switchboard.sandbox.world;

/** How many channels there may be; Discord's numbers, unless a benchmark wants more. */
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
