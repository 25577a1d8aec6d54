package dev.switchboard.http.setup;

import static dev.switchboard.http.setup.SetupHtml.checkboxes;
import static dev.switchboard.http.setup.SetupHtml.form;
import static dev.switchboard.http.setup.SetupHtml.group;
import static dev.switchboard.http.setup.SetupHtml.input;
import static dev.switchboard.http.setup.SetupHtml.others;
import static dev.switchboard.http.setup.SetupHtml.page;
import static dev.switchboard.http.setup.SetupHtml.select;
import static dev.switchboard.text.HtmlText.escaped;

import dev.switchboard.http.setup.SetupWork.Bot;
import dev.switchboard.http.setup.SetupWork.Named;
import dev.switchboard.http.setup.SetupWork.Place;
import dev.switchboard.http.setup.SetupWork.Wrong;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/** The three steps, and what is said at the end. */
final class SetupPages {
  static final String TOKEN = "discord.token";
  static final String COMMUNITY = "community-guild";
  static final String STAFF = "staff-guild";
  static final String CATEGORY = "inbox-category";
  static final String ROLES = "staff-roles";
  static final String LOG = "log-channel";
  static final String ADDRESS = "http.public-url";
  static final String PANEL = "panel.enabled";
  static final String CLIENT = "panel.client-id";
  static final String SECRET = "panel.client-secret";
  static final String REDIRECT = "panel.redirect-url";
  static final String DATABASE = "database.url";
  static final String DATABASE_USER = "database.user";
  static final String DATABASE_PASSWORD = "database.password";

  /** The choice of a category that is still to be made. */
  static final String NEW = "new";

  static final List<String> OF_GUILDS = List.of(COMMUNITY, STAFF, ADDRESS);
  static final List<String> OF_PLACE =
      List.of(CATEGORY, ROLES, LOG, CLIENT, SECRET, DATABASE, DATABASE_USER, DATABASE_PASSWORD);

  private static final String PORTAL = "https://discord.com/developers/applications";

  private final SetupWork work;

  SetupPages(SetupWork work) {
    this.work = work;
  }

  /** The page of the furthest step. */
  HttpResponse current(SetupDraft draft, SetupLink.Session session) {
    return draft.place().isPresent()
        ? place(draft, session, List.of())
        : draft.bot().isPresent() ? guilds(draft, session, List.of()) : bot(session, List.of());
  }

  private static StatusCode status(List<Wrong> wrongs) {
    return wrongs.isEmpty() ? StatusCodes.OK : StatusCodes.UNPROCESSABLE_CONTENT;
  }

  HttpResponse bot(SetupLink.Session session, List<Wrong> wrongs) {
    String content =
        """
        <p>Switchboard has no configuration yet. In three steps this page checks what you enter at Discord and writes it to <code>%s</code>. Then it closes for good.</p>
        <ol>
        <li>In <a href="%s" target="_blank" rel="noreferrer">Discord's developer portal</a> choose <em>New Application</em>; its name is what members will write to.</li>
        <li>On its page <em>Bot</em>, under <em>Privileged Gateway Intents</em>, switch on <em>Server Members Intent</em> and <em>Message Content Intent</em>.</li>
        <li>On the same page choose <em>Reset Token</em> and copy the token here.</li>
        </ol>
        """
                .formatted(escaped(work.file()), PORTAL)
            + others(Set.of(TOKEN), wrongs)
            + form(
                "/setup/bot",
                session.form(),
                input(
                    TOKEN,
                    "Bot token",
                    "Whoever has it is the bot. It is sent to Discord, and kept in that file alone.",
                    true,
                    "",
                    wrongs),
                "Check the token");
    return page(status(wrongs), "Step 1 of 3", "Your bot", content);
  }

  HttpResponse guilds(SetupDraft draft, SetupLink.Session session, List<Wrong> wrongs) {
    Bot bot = draft.bot().orElseThrow();
    List<Named> staff =
        Stream.concat(Stream.of(new Named("", "The same guild")), bot.guilds().stream()).toList();
    String invite =
        """
        <p>The bot is <strong>%s</strong>. It can be chosen for the guilds that it is in: <a href="%s" target="_blank" rel="noreferrer">invite it</a>, then look again.</p>
        """
            .formatted(escaped(bot.name()), escaped(bot.invitation()));
    String fields =
        select(
                COMMUNITY,
                "Community guild",
                "Its members may write to the bot.",
                bot.guilds(),
                draft.value(COMMUNITY),
                wrongs)
            + select(
                STAFF,
                "Staff guild",
                "Staff answer here. A guild of their own, which members never see, is the safer choice.",
                staff,
                draft.value(STAFF),
                wrongs)
            + (work.isTold(ADDRESS)
                ? ""
                : input(
                    ADDRESS,
                    "Public address (optional)",
                    "How people reach this server from outside, such as https://tickets.example.org. Empty: from this machine only.",
                    false,
                    draft.value(ADDRESS),
                    wrongs));
    String content =
        invite
            + others(Set.of(COMMUNITY, STAFF, ADDRESS), wrongs)
            + (bot.guilds().isEmpty()
                ? "<p class=\"wrong\">The bot is in no guild yet.</p>"
                : form("/setup/guilds", session.form(), fields, "Go on"))
            + again(session);
    return page(status(wrongs), "Step 2 of 3", "Your guilds", content);
  }

  private static String again(SetupLink.Session session) {
    return """
    <form method="post" action="/setup/again"><input type="hidden" name="form" value="%s"><button class="plain">Look for guilds again</button></form>
    <p><a href="/setup?step=1">Another bot</a></p>
    """
        .formatted(session.form());
  }

  HttpResponse place(SetupDraft draft, SetupLink.Session session, List<Wrong> wrongs) {
    Place place = draft.place().orElseThrow();
    String content =
        others(Set.copyOf(OF_PLACE), wrongs)
            + form(
                "/setup/finish",
                session.form(),
                staffPlace(draft, place, wrongs) + panel(draft, wrongs) + database(draft, wrongs),
                "Check everything and start")
            + "<p><a href=\"/setup?step=2\">Other guilds</a></p>";
    return page(status(wrongs), "Step 3 of 3", "Where staff work", content);
  }

  private static String staffPlace(SetupDraft draft, Place place, List<Wrong> wrongs) {
    List<Named> categories =
        Stream.concat(
                Stream.of(new Named(NEW, "Make a new one, \"Tickets\", that only staff can see")),
                place.categories().stream())
            .toList();
    List<Named> channels =
        Stream.concat(Stream.of(new Named("", "None")), place.channels().stream()).toList();
    return checkboxes(
            ROLES,
            "Staff roles",
            "Their members are staff. Without one, only administrators are.",
            place.roles(),
            Set.of(draft.value(ROLES).split(",", -1)),
            wrongs)
        + select(
            CATEGORY,
            "Inbox category",
            "Each ticket gets a channel here. @everyone must not see it.",
            categories,
            draft.value(CATEGORY),
            wrongs)
        + select(
            LOG,
            "Log channel (optional)",
            "Transcripts of closed tickets are posted here. @everyone must not see it.",
            channels,
            draft.value(LOG),
            wrongs);
  }

  private String panel(SetupDraft draft, List<Wrong> wrongs) {
    if (work.isTold(PANEL) || work.isTold(CLIENT)) {
      return "";
    }
    return group(
        "Sign-in with a browser (optional)",
        """
        <p class="hint">From the page <em>OAuth2</em> of the developer portal. Add this under <em>Redirects</em> there, exactly as it is: <code>%s</code></p>
        """
                .formatted(escaped(redirect(draft)))
            + input(
                CLIENT,
                "Client id",
                "Empty: staff work on Discord alone.",
                false,
                draft.value(CLIENT),
                wrongs)
            + input(
                SECRET,
                "Client secret",
                "Checked at Discord; to be entered again after a mistake.",
                true,
                "",
                wrongs));
  }

  String redirect(SetupDraft draft) {
    String address = draft.value(ADDRESS);
    return (address.isEmpty() ? work.ownAddress() : address.replaceFirst("/+$", ""))
        + "/api/auth/callback";
  }

  private String database(SetupDraft draft, List<Wrong> wrongs) {
    if (work.isTold(DATABASE)) {
      return "";
    }
    return group(
        "Database",
        input(
                DATABASE,
                "JDBC URL (optional)",
                "A PostgreSQL 14 or newer, such as jdbc:postgresql://localhost:5432/switchboard. Empty: Switchboard runs one of its own in its data folder.",
                false,
                draft.value(DATABASE),
                wrongs)
            + input(
                DATABASE_USER,
                "User",
                "Empty if the URL names it.",
                false,
                draft.value(DATABASE_USER),
                wrongs)
            + input(
                DATABASE_PASSWORD,
                "Password",
                "To be entered again after a mistake.",
                true,
                "",
                wrongs));
  }

  HttpResponse done(SetupDraft draft, String file) {
    String address = draft.value(ADDRESS).isEmpty() ? work.ownAddress() : draft.value(ADDRESS);
    return page(
        StatusCodes.OK,
        "",
        "Switchboard is starting",
        """
        <p>The configuration is in <code>%s</code>, which only this account can read. This page is closed for good.</p>
        <p>In a few seconds Switchboard answers at <a href="%s/api/health">its health page</a>. Then write the bot a direct message: it becomes your first ticket.</p>
        """
            .formatted(escaped(file), escaped(address.replaceFirst("/+$", ""))));
  }

  static HttpResponse refused(StatusCode status, String title, String words) {
    return page(status, "", title, "<p>" + escaped(words) + "</p>");
  }
}
