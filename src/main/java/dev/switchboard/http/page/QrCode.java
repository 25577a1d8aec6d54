package dev.switchboard.http.page;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import java.util.Optional;

/** QR codes as SVG inside a page, so that nothing has to be fetched. */
public final class QrCode {
  /** The blank frame that readers need: four modules (ISO/IEC 18004, section 9.1). */
  private static final int QUIET = 4;

  /** The least width on the screen, in pixels. */
  private static final int WIDTH = 280;

  private QrCode() {}

  /** The QR code of a text; empty if the text is too long. */
  public static Optional<String> svg(String text) {
    try {
      return Optional.of(
          svg(
              Encoder.encode(
                      text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                  .getMatrix()));
    } catch (WriterException tooLong) {
      return Optional.empty();
    }
  }

  private static String svg(ByteMatrix modules) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); ) {
        int end = x + 1;
        while (end < modules.getWidth() && modules.get(end, y) == modules.get(x, y)) {
          end++;
        }
        if (modules.get(x, y) == 1) {
          path.append("M%d %dh%dv1H%dz".formatted(x + QUIET, y + QUIET, end - x, x + QUIET));
        }
        x = end;
      }
    }
    int size = modules.getWidth() + 2 * QUIET;
    // Whole pixels for each module: otherwise some would be broader than others.
    int width = size * Math.ceilDiv(WIDTH, size);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" width="%2$d" height="%2$d" role="img" \
    aria-label="QR code of the link" shape-rendering="crispEdges">\
    <rect width="%1$d" height="%1$d" fill="#fff"/><path d="%3$s" fill="#000"/></svg>\
    """
        .formatted(size, width, path);
  }
}
