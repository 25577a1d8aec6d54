package dev.switchboard.http.api;

import dev.switchboard.access.grant.Grants;
import dev.switchboard.access.grant.PanelRights;
import dev.switchboard.access.grant.StaffMembership;
import dev.switchboard.access.key.ApiKeys;
import dev.switchboard.access.session.Sessions;
import dev.switchboard.http.api.account.AccountOperations;
import dev.switchboard.http.api.bot.BotResource;
import dev.switchboard.http.api.bot.ConfigResource;
import dev.switchboard.http.api.live.EventsResource;
import dev.switchboard.http.api.live.PresenceResource;
import dev.switchboard.http.endpoint.Endpoint;
import dev.switchboard.ticket.ActSources;
import dev.switchboard.ticket.view.ReadMarks;
import dev.switchboard.ticket.view.TicketList;
import dev.switchboard.webhook.Webhooks;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of all operations of the REST API, which {@code openapi.yaml} describes one by one. */
public final class ApiOperations {
  private ApiOperations() {}

  /**
   * What the operations ask.
   *
   * @param signIn empty where the panel is off: then nobody can sign in
   */
  public record Ports(
      Optional<AuthResource> signIn,
      AccountOperations accounts,
      PanelRights rights,
      Sessions sessions,
      Grants grants,
      StaffMembership staff,
      ApiKeys keys,
      TicketList tickets,
      ReadMarks marks,
      Composer composer,
      MessagesResource messages,
      TicketActsResource acts,
      BotResource bot,
      ConfigResource config,
      EventsResource events,
      PresenceResource presence,
      SearchResource search,
      StatisticsResource statistics,
      AuditResource audit,
      CommunityResource community,
      TicketOpeningsResource openings,
      FilesResource files,
      DeliveriesResource deliveries,
      TranscriptsResource transcripts,
      BulkResource bulk,
      ActSources sources,
      Webhooks webhooks) {}

  /** All of them. */
  public static List<Endpoint> of(Ports ports, Clock clock) {
    MadeOnce once = new MadeOnce(ports.sources());
    return Stream.of(
            new OpenApiResource().endpoints(),
            ports.signIn().map(AuthResource::endpoints).orElse(List.of()),
            ports.accounts().endpoints(),
            new UserResource(ports.rights(), ports.sessions(), ports.accounts().accounts())
                .endpoints(),
            new PermissionsResource(ports.grants(), ports.staff(), once).endpoints(),
            new ApiKeysResource(ports.keys(), once, clock).endpoints(),
            new TicketsResource(ports.tickets(), ports.marks()).endpoints(),
            new ReadMarksResource(ports.marks()).endpoints(),
            new DraftsResource(ports.composer().drafts()).endpoints(),
            new HeldRepliesResource(ports.composer().held()).endpoints(),
            ports.messages().endpoints(),
            ports.acts().endpoints(),
            ports.bot().endpoints(),
            ports.config().endpoints(),
            ports.events().endpoints(),
            ports.presence().endpoints(),
            ports.search().endpoints(),
            ports.statistics().endpoints(),
            ports.audit().endpoints(),
            ports.community().endpoints(),
            ports.openings().endpoints(),
            ports.files().endpoints(),
            ports.deliveries().endpoints(),
            ports.transcripts().endpoints(),
            ports.bulk().endpoints(),
            new WebhooksResource(ports.webhooks(), once).endpoints(),
            new WebhookDeliveriesResource(ports.webhooks()).endpoints())
        .flatMap(List::stream)
        .toList();
  }
}
