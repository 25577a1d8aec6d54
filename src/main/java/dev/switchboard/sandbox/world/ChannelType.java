package dev.switchboard.sandbox.world;

import java.util.Set;

/** Discord's numbers for kinds of channels. */
public final class ChannelType {
  public static final int TEXT = 0;
  public static final int DM = 1;
  static final int VOICE = 2;
  public static final int CATEGORY = 4;
  public static final int ANNOUNCEMENT = 5;
  static final int ANNOUNCEMENT_THREAD = 10;
  public static final int PUBLIC_THREAD = 11;
  public static final int PRIVATE_THREAD = 12;
  static final int STAGE = 13;
  public static final int FORUM = 15;
  static final int MEDIA = 16;

  private static final Set<Integer> IN_GUILDS =
      Set.of(TEXT, VOICE, CATEGORY, ANNOUNCEMENT, STAGE, FORUM, MEDIA);

  private ChannelType() {}

  static boolean isThread(int type) {
    return type >= ANNOUNCEMENT_THREAD && type <= PRIVATE_THREAD;
  }

  /** Whether a guild can create such a channel. */
  public static boolean isCreatable(int type) {
    return IN_GUILDS.contains(type);
  }

  /** Whether messages can be posted to it directly. */
  public static boolean takesMessages(int type) {
    return type != CATEGORY && type != FORUM && type != MEDIA;
  }

  /** Whether it holds posts only, each a thread with its first message. */
  public static boolean isForum(int type) {
    return type == FORUM || type == MEDIA;
  }
}
