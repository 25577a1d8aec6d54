package dev.switchboard.rpc.resource;

import static dev.switchboard.rpc.ResourceContract.port;
import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.access.AdminTokens;
import dev.switchboard.access.AuditLog;
import dev.switchboard.access.Caller;
import dev.switchboard.account.Accounts;
import dev.switchboard.account.Blocklist;
import dev.switchboard.account.Quotas;
import dev.switchboard.account.RegistrationTokens;
import dev.switchboard.config.ReadValues;
import dev.switchboard.lookup.NameOverrides;
import dev.switchboard.rpc.HomeNode;
import dev.switchboard.rpc.Reply;
import dev.switchboard.rpc.Resource;
import dev.switchboard.rpc.ResourceContract;
import dev.switchboard.service.LogPolicy;
import dev.switchboard.service.ManagedServices;
import dev.switchboard.service.ServiceSettings;
import dev.switchboard.service.StoredInMemory;
import dev.switchboard.service.Toggles;
import dev.switchboard.service.TurnAccess;
import dev.switchboard.settings.ConfiguredDefaults;
import dev.switchboard.settings.Setting;
import dev.switchboard.settings.SettingChanges;
import dev.switchboard.settings.SettingsStore;
import dev.switchboard.share.ShareBook;
import dev.switchboard.ticket.erase.Erasing;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The descriptions of all resources, and the answer to a path that differs from theirs. */
class ResourceDescriptionsTest {
  private static final ResourceContract CONTRACT = new ResourceContract();
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir static Path folder;

  @AfterAll
  static void stop() {
    CONTRACT.close();
  }

  /** All resources, of the settings three. No port behind them may be called. */
  private static Stream<Resource> resources() {
    Toggles toggles = port(Toggles.class, Map.of());
    ManagedServices services =
        new ManagedServices(
            CONTRACT.kit().system(),
            StoredInMemory.with(Map.of()),
            ServiceSettings.of(ReadValues.of(Map.of()), folder, ManagedServices.ALL),
            CLOCK);
    SettingsStore store = port(SettingsStore.class, Map.of());
    ConfiguredDefaults configured = new ConfiguredDefaults(Map.of(), List.of());
    SettingChanges changes = new SettingChanges(store, configured, services, CLOCK);
    Accounts accounts = port(Accounts.class, Map.of());
    return Stream.of(
        new AccountsResource(accounts, true),
        new AuditResource(port(AuditLog.class, Map.of())),
        new BlocklistResource(port(Blocklist.class, Map.of())),
        new LogResource(toggles, port(LogPolicy.class, Map.of()), List.of()),
        new NameOverridesResource(port(NameOverrides.class, Map.of())),
        new QueueResource(port(Erasing.class, Map.of()), accounts),
        new QueueStatusResource(CompletableFuture::new, CLOCK),
        new QuotaResource(port(Quotas.class, Map.of())),
        new RegistrationTokensResource(port(RegistrationTokens.class, Map.of()), CLOCK),
        new ReloadResource(services, () -> {}),
        new ServiceListResource(services),
        new ServiceResource(ManagedServices.ALL.getFirst(), services),
        new SettingResource(Setting.SS_LOCAL_ONLY, "ss_access", store, configured, changes),
        new SettingResource(Setting.TURN_PORT, "turn_port", store, configured, changes),
        new SettingResource(Setting.TURN_SECRET, "turn_secret", store, configured, changes),
        new SettingsResource(store, configured, changes, toggles, services),
        new SharesResource(port(ShareBook.class, Map.of())),
        new StatusResource(CompletableFuture::new, CompletableFuture::new, CLOCK),
        new StorageResource(CompletableFuture::new),
        ToggleResource.jit(toggles),
        ToggleResource.registration(toggles),
        new TokensResource(port(AdminTokens.class, Map.of()), CLOCK),
        new TurnCredentialsResource(port(TurnAccess.class, Map.of())));
  }

  /** An operation that the node for services answers is marked with a star. */
  private static String described(Resource resource) {
    String operations =
        resource.operations().keySet().stream()
            .sorted()
            .map(method ->
                method
                    + (resource.home(method) == HomeNode.NODE_FOR_SERVICES ? "* " : " ")
                    + resource.scope(method).word())
            .collect(Collectors.joining(", "));
    return resource.path()
        + ": "
        + operations
        + words("; shown: ", resource.fields())
        + words("; secret: ", resource.secrets())
        + words("; secret if refused: ", resource.secretsIfRefused());
  }

  private static String words(String title, Collection<String> words) {
    return words.isEmpty() ? "" : title + String.join(" ", words.stream().sorted().toList());
  }

  @Test
  void everyResourceSaysItsOperationsScopesHomesAndFields() {
    assertThat(resources().map(ResourceDescriptionsTest::described).sorted())
        .containsExactlyElementsOf(
            """
            /admin/accounts: DELETE accounts, GET read, POST accounts; shown: after limit username
            /admin/audit: GET root; shown: before limit
            /admin/blocklist: DELETE accounts, GET read, POST accounts; shown: after limit reason username
            /admin/dns: DELETE settings, GET read, POST settings; shown: comment lookup_key target_host
            /admin/queue/status: GET read
            /admin/queue: POST accounts; shown: action dry_run username
            /admin/quota: DELETE accounts, GET read, PUT accounts; shown: max_bytes username
            /admin/registration-token: DELETE accounts, GET accounts, POST accounts; shown: comment expires_at expires_in max_uses; secret: token; secret if refused: token
            /admin/registration/jit: GET read, POST services; shown: action
            /admin/registration: GET read, POST services; shown: action
            /admin/reload: POST* services
            /admin/services/log: GET read, POST services; shown: action
            /admin/services/turn/credentials: GET settings; shown: name
            /admin/services/turn: GET* read, POST* services; shown: action
            /admin/services: GET* read
            /admin/settings/ss_access: GET read, POST* settings; shown: action value; secret if refused: value
            /admin/settings/turn_port: GET read, POST* settings; shown: action value; secret if refused: value
            /admin/settings/turn_secret: GET settings, POST* settings; shown: action value; secret: value; secret if refused: value
            /admin/settings: GET read
            /admin/shares: DELETE settings, GET read, POST settings, PUT settings; shown: by name slug url
            /admin/status: GET read
            /admin/storage: GET read
            /admin/tokens: DELETE root, GET root, POST root; shown: expires_in_seconds name scopes
            """
                .lines()
                .toList());
  }

  @Test
  void noResourceAnswersAtAnotherPath() {
    assertThat(resources())
        .allSatisfy(resource ->
            assertThat(
                    Stream.of(
                        resource.path() + "/",
                        resource.path() + "?x=1",
                        resource.path().toUpperCase(Locale.ROOT),
                        resource.path().substring(1),
                        ""))
                .allSatisfy(path ->
                    assertThat(
                            CONTRACT.answer(Caller.root("192.0.2.1"), resource, path, "GET", "{}"))
                        .isEqualTo(
                            new Reply(
                                404, Optional.empty(), Optional.of("unknown resource: " + path)))));
  }
}
