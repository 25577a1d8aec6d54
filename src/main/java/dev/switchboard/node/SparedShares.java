package dev.switchboard.node;

import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingChanges.Felt;
import dev.switchboard.share.ShareBook;
import dev.switchboard.share.Slug;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Refuses a path of the admin RPC that would hide the page of a share. All else is passed on. */
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

  /** The objection if a path would hide the page of a share; empty if not. */
  static CompletionStage<Optional<String>> hidden(ShareBook shares, String path) {
    // Slugs are not case-sensitive.
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
