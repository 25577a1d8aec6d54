package dev.switchboard.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
  void thoseAskedForLastAreKept() throws Exception {
    KeptQrCodes codes = new KeptQrCodes();
    String first = made(codes, "tel:0");
    for (int i = 1; i < 3 * KeptQrCodes.MOST; i++) {
      made(codes, "tel:" + i);
      if (i < KeptQrCodes.MOST) {
        assertThat(made(codes, "tel:0")).isSameAs(first);
      }
    }
    assertThat(codes.size()).isEqualTo(KeptQrCodes.MOST);
    // What many ask for outlives what was asked for once.
    assertThat(made(codes, "tel:0")).isSameAs(first);
  }

  @Test
  void whileManyAreMadeTheKeptOnesAreThereAtOnceAndFurtherOnesAreRefused() throws Exception {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> held = new CompletableFuture<>();
    KeptQrCodes codes =
        new KeptQrCodes(text -> {
          if (text.startsWith("https:")) {
            begun.complete(null);
            held.join();
          }
          return QrCode.svg(text);
        });
    String kept = made(codes, "tel:0");
    List<CompletableFuture<Optional<String>>> asked = new ArrayList<>();
    asked.add(codes.svg("https://example.org/").toCompletableFuture());
    begun.get(20, TimeUnit.SECONDS);
    for (int i = 0; i < KeptQrCodes.MOST_WAITING; i++) {
      asked.add(codes.svg("https://example.org/" + i).toCompletableFuture());
    }

    assertThat(codes.svg("tel:0").toCompletableFuture().getNow(Optional.empty())).hasValue(kept);
    assertThat(codes.svg("https://example.org/more"))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(KeptQrCodes.Busy.class);
    assertThat(asked).noneMatch(CompletableFuture::isDone);

    held.complete(null);
    for (CompletableFuture<Optional<String>> one : asked) {
      assertThat(one.get(20, TimeUnit.SECONDS)).isPresent();
    }
  }

  private static String made(KeptQrCodes codes, String text) throws Exception {
    return codes.svg(text).toCompletableFuture().get(20, TimeUnit.SECONDS).orElseThrow();
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
