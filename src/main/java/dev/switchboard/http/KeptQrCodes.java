package dev.switchboard.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The QR codes that were asked for last, since making one takes some milliseconds, and anybody may
 * look at one as often as they like. Thread-safe.
 */
final class KeptQrCodes {
  /** The largest has some 100 kB. */
  static final int MOST = 100;

  private final Map<String, Optional<String>> kept = new LinkedHashMap<>(16, 0.75f, true);

  /** As {@link QrCode#svg}. */
  synchronized Optional<String> svg(String text) {
    Optional<String> code = kept.computeIfAbsent(text, QrCode::svg);
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
    return code;
  }

  /** How many are kept. */
  synchronized int size() {
    return kept.size();
  }
}
