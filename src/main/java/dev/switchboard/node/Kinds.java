package dev.switchboard.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.switchboard.access.AdminGrants;
import dev.switchboard.access.grant.PanelGrants;
import dev.switchboard.access.key.ApiKeyEntity;
import dev.switchboard.access.session.SessionEntity;
import dev.switchboard.account.Account;
import dev.switchboard.account.DefaultQuota;
import dev.switchboard.account.TokenBook;
import dev.switchboard.entity.Entities;
import dev.switchboard.entity.Kind;
import dev.switchboard.entity.KindSerializers;
import dev.switchboard.lookup.Overrides;
import dev.switchboard.service.ToggleEntity;
import dev.switchboard.settings.SettingsEntity;
import dev.switchboard.share.Shares;
import dev.switchboard.ticket.TicketEntity;
import dev.switchboard.ticket.correspondent.CorrespondentEntity;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The persistent kinds of the product. A new kind is added to one of the two lists; serializers,
 * sharding and tests follow from them.
 */
public final class Kinds {
  /** The kinds that need nothing of the node: {@link #start} starts them. */
  private static final List<Kind<?, ?>> PLAIN =
      List.of(
          AdminGrants.KIND,
          ApiKeyEntity.KIND,
          DefaultQuota.KIND,
          Overrides.KIND,
          PanelGrants.KIND,
          SessionEntity.KIND,
          Shares.KIND,
          TokenBook.KIND);

  /** The kinds that the wiring starts with their dependencies. */
  private static final List<Kind<?, ?>> WIRED =
      List.of(
          Account.KIND,
          CorrespondentEntity.KIND,
          SettingsEntity.KIND,
          TicketEntity.KIND,
          ToggleEntity.KIND);

  /** All kinds. */
  public static final List<Kind<?, ?>> ALL = Stream.of(PLAIN, WIRED).flatMap(List::stream).toList();

  private Kinds() {}

  /** Pekko's configuration ({@code pekko.conf}) with the serializers of all kinds. */
  public static Config configuration() {
    return configuration(ALL);
  }

  /** Pekko's configuration with the serializers of some kinds. */
  public static Config configuration(List<Kind<?, ?>> kinds) {
    return KindSerializers.config(kinds).withFallback(ConfigFactory.load("pekko.conf"));
  }

  /** Starts the sharding of the kinds that need nothing of the node. */
  static void start(ActorSystem<?> system) {
    PLAIN.forEach(kind -> Entities.start(system, kind));
  }
}
