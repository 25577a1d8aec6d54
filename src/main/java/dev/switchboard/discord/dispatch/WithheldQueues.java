package dev.switchboard.discord.dispatch;

import dev.switchboard.discord.api.Call;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.discord.guild.GuildDirectory;
import dev.switchboard.discord.guild.GuildDirectory.Channel;
import dev.switchboard.discord.guild.GuildDirectory.Presence;
import dev.switchboard.discord.guild.Privacy;
import dev.switchboard.ticket.model.Job;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The channel queues that are withheld because people other than staff could read their posts, or
 * because the bot is not in the staff guild. Removals and deletions are never withheld for the
 * first reason.
 *
 * <p>Used by the {@link Dispatcher} alone; not thread-safe.
 */
final class WithheldQueues {
  private static final String MEMBERS = "member:";
  private static final String TICKETS = "ticket:";

  private final GuildDirectory directory;
  private final DiscordSettings.Community community;
  private final Privacy privacy;
  private final Set<ChannelQueue> lines = new LinkedHashSet<>();

  WithheldQueues(GuildDirectory directory, DiscordSettings.Community community) {
    this.directory = directory;
    this.community = community;
    this.privacy = new Privacy(directory, community);
  }

  /** Whether the next call of the queue's first job has to wait; if so, the queue is withheld. */
  boolean takes(ChannelQueue channelQueue, Call next) {
    boolean waits = waits(channelQueue.first(), next);
    if (waits) {
      lines.add(channelQueue);
    } else {
      lines.remove(channelQueue);
    }
    return waits;
  }

  private boolean waits(Job job, Call next) {
    if (job instanceof Job.OpenDm) {
      return false;
    }
    if (job instanceof Job.OpenChannel) {
      return isAway() || (next.method() == Call.Method.POST && isRead(community.inboxCategory()));
    }
    Optional<Channel> channel =
        directory
            .channelOrParent(job.channel())
            .filter(known -> known.guild() == community.staffGuild());
    if (channel.isEmpty()) {
      return !directory.isListed(community.staffGuild()) && !isSurelyDm(job);
    }
    boolean removes = removes(job) && next.method() != Call.Method.POST;
    return isAway() || (!removes && privacy.others(channel.get()).isPresent());
  }

  private static boolean removes(Job job) {
    return job instanceof Job.Remove
        || job instanceof Job.CloseChannel
        || (job instanceof Job.React reaction && !reaction.added());
  }

  private boolean isAway() {
    return directory.presence(community.staffGuild()) != Presence.PRESENT;
  }

  private boolean isRead(long channel) {
    return directory.channel(channel).flatMap(privacy::others).isPresent();
  }

  /** Needed until the staff guild's channels are known: whether the job is one of a DM. */
  private static boolean isSurelyDm(Job job) {
    String owner = job.key().owner();
    boolean reply =
        job instanceof Job.Send && job.lane() == Job.Lane.STAFF && owner.startsWith(TICKETS);
    return reply || owner.startsWith(MEMBERS);
  }

  /** Removes and returns all withheld queues, to be checked again. */
  List<ChannelQueue> release() {
    var released = List.copyOf(lines);
    lines.clear();
    return released;
  }

  int size() {
    return lines.size();
  }
}
