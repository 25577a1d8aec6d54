package dev.switchboard.access.session;

import dev.switchboard.text.Graphemes;
import dev.switchboard.text.WellFormed;

/**
 * The browser that a request came from. Longer texts are cut.
 *
 * @param address the network address, at most 64 characters
 * @param device the header {@code User-Agent} (RFC 9110, section 10.1.5), at most 200 characters;
 *     empty where it was not sent
 */
public record Client(String address, String device) {
  /** An IPv6 address with a zone needs no more than that. */
  private static final int LONGEST_ADDRESS = 64;

  private static final int LONGEST_DEVICE = 200;

  public Client {
    address = Graphemes.shortened(WellFormed.text(address), LONGEST_ADDRESS);
    device = Graphemes.shortened(WellFormed.text(device), LONGEST_DEVICE);
  }
}
