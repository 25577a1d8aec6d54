package dev.switchboard.bench.seed;

import dev.switchboard.ticket.model.Member;
import dev.switchboard.ticket.model.Staff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Who takes part: a member for each ticket, with the channels of both, and the staff. Immutable.
 *
 * @param roster the ids that Discord knows, for the first tickets; the others get invented ones
 */
record Desk(List<Face> roster) {
  private static final long INVENTED = 200_000_000_000_000_000L;
  private static final long INVENTED_DM = 300_000_000_000_000_000L;
  private static final long INVENTED_CHANNEL = 400_000_000_000_000_000L;
  private static final List<String> NAMES =
      List.of(
          "Alice", "Mateo", "Yuki", "Олег", "Fatima", "Jürgen", "Chloé", "小明", "Priya", "Liam",
          "Zoë", "Diego", "Anna", "Kenji", "Омар", "Sofía", "Noah", "Mia", "Łukasz", "Emma");
  private static final List<Staff> STAFF =
      List.of(
          new Staff(INVENTED - 1, "Robin", "Moderator"),
          new Staff(INVENTED - 2, "Sam", "Administrator"),
          new Staff(INVENTED - 3, "Kim", "Moderator"),
          new Staff(INVENTED - 4, "Alex", "Helper"),
          new Staff(INVENTED - 5, "Noor", "Helper"),
          new Staff(INVENTED - 6, "Jo", "Moderator"));

  /** The ids of a member, of the DM with them, and of their ticket's channel. */
  record Face(long user, long dm, long channel) {}

  Desk {
    roster = List.copyOf(roster);
  }

  /** Reads a roster: a line for each member, three ids divided by blanks. */
  static Desk of(Path file) {
    try {
      return new Desk(Files.readAllLines(file).stream().map(Desk::face).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Face face(String line) {
    String[] ids = line.strip().split(" ", -1);
    return new Face(Long.parseLong(ids[0]), Long.parseLong(ids[1]), Long.parseLong(ids[2]));
  }

  /** The ids of the member whose ticket has this number. */
  Face face(int ticket) {
    return ticket <= roster.size()
        ? roster.get(ticket - 1)
        : new Face(INVENTED + ticket, INVENTED_DM + ticket, INVENTED_CHANNEL + ticket);
  }

  Member member(int ticket) {
    String name = NAMES.get(ticket % NAMES.size());
    return new Member(
        face(ticket).user(),
        "%s.%05d".formatted(name.toLowerCase(Locale.ROOT), ticket),
        name + " " + ticket);
  }

  Staff staff(int drawn) {
    return STAFF.get(drawn % STAFF.size());
  }
}
