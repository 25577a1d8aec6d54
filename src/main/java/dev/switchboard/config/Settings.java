package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.access.login.PanelSettings;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.text.DeskLanguages;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.webhook.WebhookSettings;
import java.util.Optional;

/**
 * The settings of the process. Printing them shows no secret.
 *
 * @param data the folder for everything that is kept on disk
 * @param languages in which the desk speaks
 * @param discord the access to Discord, and the guilds and channels
 * @param database the given database; if absent, an embedded one under {@code data} is used
 * @param cluster the addresses of the nodes
 * @param http the addresses to listen at
 * @param admin how administrators are recognised
 * @param accounts the rules and limits of local accounts
 * @param panel the browser desk
 * @param sharing whether people may share contacts
 * @param webhooks where webhooks may lead
 * @param ticket the behaviour of tickets
 * @param managed the managed services and the defaults of administrators' settings
 */
public record Settings(
    DataDirectory data,
    DeskLanguages languages,
    DiscordSettings discord,
    Optional<DatabaseSettings> database,
    ClusterSettings cluster,
    HttpSettings http,
    AdminSettings admin,
    AccountSettings accounts,
    PanelSettings panel,
    boolean sharing,
    WebhookSettings webhooks,
    TicketSettings ticket,
    ManagedSettings managed) {}
