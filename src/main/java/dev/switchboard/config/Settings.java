package dev.switchboard.config;

import dev.switchboard.access.AdminSettings;
import dev.switchboard.account.AccountSettings;
import dev.switchboard.discord.api.DiscordSettings;
import dev.switchboard.http.HttpSettings;
import dev.switchboard.storage.DatabaseSettings;
import dev.switchboard.ticket.model.TicketSettings;
import java.util.Optional;

/**
 * All that the process is told at the start. Printing it shows no secret.
 *
 * @param data the folder for everything that is kept on disk
 * @param discord whom to speak to, and where
 * @param database the given database; if absent, an embedded one under {@code data} is used
 * @param cluster how nodes find each other
 * @param http where to listen
 * @param admin how administrators are known
 * @param accounts who may have a local account, and how much it may store
 * @param sharing whether people may share contacts
 * @param ticket how tickets behave
 * @param managed the services that run beside it
 */
public record Settings(
    DataDirectory data,
    DiscordSettings discord,
    Optional<DatabaseSettings> database,
    ClusterSettings cluster,
    HttpSettings http,
    AdminSettings admin,
    AccountSettings accounts,
    boolean sharing,
    TicketSettings ticket,
    ManagedSettings managed) {}
