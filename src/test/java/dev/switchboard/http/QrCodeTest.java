package dev.switchboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrCodeTest {
  private static final int SCALE = 4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.org/",
        "openpgp4fpr:0123456789ABCDEF#i=1",
        "https://example.org/ü"
      })
  void aReaderReadsWhatIsDrawn(String text) throws Exception {
    assertThat(read(QrCode.svg(text).orElseThrow())).isEqualTo(text);
  }

  @Test
  void theLongestLinkFits() throws Exception {
    String longest = "https://example.org/" + "a".repeat(1_480);

    assertThat(read(QrCode.svg(longest).orElseThrow())).isEqualTo(longest);
    assertThat(QrCode.svg("x".repeat(5_000))).isEmpty();
  }

  @Test
  void thoseAskedForLastAreKept() {
    KeptQrCodes codes = new KeptQrCodes();
    String first = codes.svg("tel:0").orElseThrow();
    for (int i = 1; i < 3 * KeptQrCodes.MOST; i++) {
      codes.svg("tel:" + i);
      if (i < KeptQrCodes.MOST) {
        assertThat(codes.svg("tel:0").orElseThrow()).isSameAs(first);
      }
    }
    assertThat(codes.size()).isEqualTo(KeptQrCodes.MOST);
    assertThat(codes.svg("tel:0").orElseThrow()).isNotSameAs(first).isEqualTo(first);
  }

  /** Draws the modules of the path, and reads the picture. */
  private static String read(String svg) throws Exception {
    Matcher box = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(svg);
    assertThat(box.find()).isTrue();
    int size = Integer.parseInt(box.group(1)) * SCALE;
    int[] pixels = new int[size * size];
    Arrays.fill(pixels, 0xffffff);
    Matcher modules = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1H\\1z").matcher(svg);
    while (modules.find()) {
      int left = Integer.parseInt(modules.group(1)) * SCALE;
      int top = Integer.parseInt(modules.group(2)) * SCALE;
      for (int y = top; y < top + SCALE; y++) {
        int start = y * size + left;
        Arrays.fill(pixels, start, start + Integer.parseInt(modules.group(3)) * SCALE, 0);
      }
    }
    return new QRCodeReader()
        .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels))))
        .getText();
  }
}
