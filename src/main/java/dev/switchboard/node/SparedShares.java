package dev.switchboard.node;

import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingChanges.Felt;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.Slug;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Objects to a path of the admin RPC at which a share is found: the page would be hidden by it. All
 * else is left to who lives by the settings.
 */
record SparedShares(SettingChanges.User user, ShareBook shares) implements SettingChanges.User {
  @Override
  public CompletionStage<Optional<String>> objection(Setting setting, String value) {
    return setting == Setting.ADMIN_PATH
        ? hidden(shares, value)
            .thenCompose(words ->
                words.isPresent()
                    ? CompletableFuture.completedStage(words)
                    : user.objection(setting, value))
        : user.objection(setting, value);
  }

  /** What is said where the page of a share would be hidden at a path; empty where none would. */
  static CompletionStage<Optional<String>> hidden(ShareBook shares, String path) {
    // A slug is found in whatever case it is written.
    return Slug.of(path.substring(1))
        .map(slug ->
            shares
                .find(slug)
                .thenApply(share -> share.map(one -> "a share is found at /" + one.slug())))
        .orElseGet(() -> CompletableFuture.completedStage(Optional.empty()));
  }

  @Override
  public boolean awaitsReload(Setting setting) {
    return user.awaitsReload(setting);
  }

  @Override
  public CompletionStage<Felt> live(Setting setting) {
    return user.live(setting);
  }
}
