package dev.switchboard.node.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.config.ClusterSettings;
import dev.switchboard.config.ConfigProblem;
import dev.switchboard.config.ConfigurationRefused;
import dev.switchboard.storage.DatabaseLease;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.storage.LeaseClaim;
import dev.switchboard.ticket.NodeLost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;

/** This process as a node of its cluster, which has one node by default. Thread-safe. */
public final class ClusterNode {
  private static final String SYSTEM = "switchboard";

  /**
   * A node that was just removed may not know it yet, so it still counts as a member for this time.
   */
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  /** The margin of pekko.conf, and some time for the shards to be allocated again. */
  private static final Duration STARTED_ELSEWHERE = Duration.ofMillis(1500);

  private final Cluster cluster;
  private final CompletableFuture<Done> up = new CompletableFuture<>();
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  private ClusterNode(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The address of this node and the key of the cluster. A single node has no key, so that nobody
   * can connect to it.
   *
   * @param key the file of the cluster's key, made if there is none
   * @throws ConfigurationRefused if there are to be several nodes and the key cannot be used
   */
  public static Config config(ClusterSettings settings, Path key) {
    return ConfigFactory.parseMap(
        Map.of(
            "pekko.remote.artery.canonical.hostname",
            settings.host(),
            "pekko.remote.artery.canonical.port",
            settings.port(),
            ClusterTls.KEY_FILE,
            settings.shared() ? usable(key).toString() : ""));
  }

  private static Path usable(Path key) {
    try {
      ClusterKey.open(key);
      return key.toAbsolutePath();
    } catch (IOException unusable) {
      throw new ConfigurationRefused(
          List.of(
              ConfigProblem.about(
                  "switchboard.data-dir",
                  "the key of the cluster in %s: %s".formatted(key, unusable.getMessage()),
                  "a data folder that all nodes share, in which a private file can be kept")));
    }
  }

  /** Joins the existing cluster, or starts one. */
  public static ClusterNode join(ActorContext<?> context, ClusterSettings settings) {
    Cluster cluster = Cluster.get(context.getSystem());
    ClusterNode clusterNode = new ClusterNode(cluster);
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.spawn(
                    Behaviors.<SelfUp>receiveMessage(_ -> {
                      clusterNode.up.complete(Done.getInstance());
                      return Behaviors.stopped();
                    }),
                    "up"),
                SelfUp.class));
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(context.spawn(losses(), "losses"), ClusterEvent.MemberRemoved.class));
    List<Address> seeds =
        settings.seeds().stream()
            .map(seed -> new Address("pekko", SYSTEM, seed.host(), seed.port()))
            .toList();
    cluster
        .manager()
        .tell(
            seeds.isEmpty()
                ? Join.create(cluster.selfMember().address())
                : new JoinSeedNodes(seeds));
    return clusterNode;
  }

  private static Behavior<ClusterEvent.MemberRemoved> losses() {
    return Behaviors.receive((context, removed) -> {
      context.scheduleOnce(
          STARTED_ELSEWHERE,
          context.getSystem().eventStream(),
          new EventStream.Publish<>(new NodeLost()));
      return Behaviors.same();
    });
  }

  /** Completes when this node is a member of the cluster. */
  public CompletionStage<Done> up() {
    return up.minimalCompletionStage();
  }

  /** The number of nodes, including this one. */
  public int nodes() {
    int members = 0;
    for (Member member : cluster.state().getMembers()) {
      members += member.status().equals(MemberStatus.up()) ? 1 : 0;
    }
    return Math.max(1, members);
  }

  /**
   * This node as a claimant of a lease that does not compete with the other nodes of its cluster.
   */
  public LeaseClaim.Claimant claimant(DatabaseSettings database, String lease) {
    return new LeaseClaim.Claimant(
        database, lease, name(cluster.selfMember().uniqueAddress()), this::isFellow);
  }

  private boolean isFellow(DatabaseLease.Holder holder) {
    Instant now = Instant.now();
    cluster.state().getMembers().forEach(member -> seen.put(name(member.uniqueAddress()), now));
    seen.values().removeIf(at -> at.plus(REMEMBERED).isBefore(now));
    return seen.containsKey(holder.node());
  }

  /** A name that is unique to one start of a process. */
  private static String name(UniqueAddress address) {
    return address.address() + "#" + Long.toUnsignedString(address.longUid(), 36);
  }
}
