package dev.switchboard.ticket.show;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.Words;
import dev.switchboard.ticket.model.Conversation;
import dev.switchboard.ticket.model.Draft.Embed;
import dev.switchboard.ticket.model.Draft.Field;
import dev.switchboard.ticket.model.Draft.Pings;
import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Profile;
import dev.switchboard.ticket.model.Rules;
import dev.switchboard.ticket.model.TicketSettings;
import dev.switchboard.timing.Snowflake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The head of a ticket's channel: the member's profile, and the pings of staff. */
public record ChannelHead(Conversation book, Rules rules) {
  private static final int COLOUR = 0x5865F2;

  Embed embed() {
    Member member = book.opening().member();
    List<Field> fields = new ArrayList<>();
    fields.add(field(new HeadMessage.AccountCreated(), date(Snowflake.time(member.id()))));
    switch (book.profile().orElse(new Profile.Unknown())) {
      case Profile.Present present -> present(fields, present);
      case Profile.NotThere _ ->
          fields.add(field(new HeadMessage.Joined(), words().of(new HeadMessage.NotAMember())));
      case Profile.Unknown _ ->
          fields.add(field(new HeadMessage.Joined(), words().of(new HeadMessage.Unknown())));
    }
    fields.addAll(HandlingText.fields(words(), book.handling()));
    List<Long> former = book.opening().former();
    fields.add(
        new Field(
            words().of(new HeadMessage.FormerTickets()),
            former.isEmpty()
                ? words().of(new HeadMessage.NoFormerTickets())
                : cut(
                    former.size()
                        + ": "
                        + former.reversed().stream()
                            .map(number -> "#" + number)
                            .collect(Collectors.joining(", "))),
            false));
    return new Embed(
        words()
            .of(
                new HeadMessage.Title(
                    book.opening().ticket(), Phrases.member(member.displayName()))),
        "<@%d> · %s · `%d`".formatted(member.id(), Phrases.member(member.userName()), member.id()),
        COLOUR,
        fields,
        words().of(new HeadMessage.Footer()),
        "");
  }

  private void present(List<Field> fields, Profile.Present present) {
    String joined =
        present
            .joinedAt()
            .map(ChannelHead::date)
            .orElseGet(() -> words().of(new HeadMessage.Unknown()));
    fields.add(field(new HeadMessage.Joined(), joined));
    // Discord refuses an empty field, and some nicknames have no visible character.
    String nickname = Phrases.member(present.nickname());
    if (!nickname.isEmpty()) {
      fields.add(field(new HeadMessage.Nickname(), nickname));
    }
    present
        .timedOutUntil()
        .filter(until -> until.isAfter(book.opening().at()))
        .ifPresent(until -> fields.add(field(new HeadMessage.TimedOutUntil(), date(until))));
    if (present.pending()) {
      fields.add(field(new HeadMessage.Rules(), words().of(new HeadMessage.RulesNotAccepted())));
    }
    String roles =
        present.roles().stream()
            .map(Phrases::plain)
            .filter(role -> !role.isEmpty())
            .collect(Collectors.joining(", "));
    fields.add(
        new Field(
            words().of(new HeadMessage.Roles()),
            roles.isEmpty() ? words().of(new HeadMessage.NoRoles()) : cut(roles),
            false));
  }

  /** The mentions in the head; empty for none. */
  public String ping() {
    return switch (rules.settings().ping()) {
      case TicketSettings.Ping.Nobody _ -> "";
      case TicketSettings.Ping.Here _ -> "@here";
      case TicketSettings.Ping.Everyone _ -> "@everyone";
      case TicketSettings.Ping.Roles(List<Long> ids) ->
          ids.stream().map(id -> "<@&" + id + ">").collect(Collectors.joining(" "));
    };
  }

  Pings pings() {
    return switch (rules.settings().ping()) {
      case TicketSettings.Ping.Nobody _ -> Pings.NONE;
      case TicketSettings.Ping.Here _, TicketSettings.Ping.Everyone _ -> new Pings(true, List.of());
      case TicketSettings.Ping.Roles(List<Long> ids) -> new Pings(false, ids);
    };
  }

  private Words words() {
    return rules.words();
  }

  private Field field(HeadMessage name, String value) {
    return new Field(words().of(name), value, true);
  }

  private static String date(Instant at) {
    return "<t:%d:D> (<t:%d:R>)".formatted(at.getEpochSecond(), at.getEpochSecond());
  }

  private static String cut(String text) {
    return Graphemes.shortened(text, 1_001);
  }
}
