package dev.switchboard.access.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.switchboard.text.WellFormed;
import java.time.Instant;
import java.util.Optional;

/** The person whose session it is. The journal keeps it under these names: they never change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Holder.DiscordUser.class, name = "discord"),
  @JsonSubTypes.Type(value = Holder.LocalAccount.class, name = "account")
})
public sealed interface Holder {
  /**
   * A user of Discord, who signed in there.
   *
   * @param id Discord's user id
   * @param shown the name that was shown at the login
   * @param avatar Discord's hash of the avatar; empty for the default one
   */
  record DiscordUser(long id, String shown, Optional<String> avatar) implements Holder {
    public DiscordUser {
      shown = WellFormed.text(shown);
    }

    @Override
    public String key() {
      return "discord:" + id;
    }
  }

  /**
   * The holder of a local account.
   *
   * @param name the normalised name of the account
   * @param since the mark of the credentials by which it was opened: where the account has another
   *     one, the session is over
   */
  record LocalAccount(
      String name, @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Instant> since)
      implements Holder {
    /** Of an earlier version, which opened none. */
    public LocalAccount(String name) {
      this(name, Optional.empty());
    }

    @Override
    public String key() {
      return "account:" + name;
    }
  }

  /** The identity of the holder in the index: the same for all sessions of a holder. */
  String key();
}
