package dev.switchboard.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A symmetric secret of an endpoint, by Standard Webhooks 1.0.0. Printing it shows nothing. */
public final class WebhookSecret {
  private static final String PREFIX = "whsec_";
  private static final int LEAST_BYTES = 24;
  private static final int MOST_BYTES = 64;
  private static final int MADE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  private WebhookSecret(byte[] key) {
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException("a secret of a webhook has 24 to 64 bytes");
    }
    this.key = key;
  }

  /** A new random one of 32 bytes. */
  static WebhookSecret random() {
    byte[] key = new byte[MADE_BYTES];
    RANDOM.nextBytes(key);
    return new WebhookSecret(key);
  }

  /** The one that was stored. */
  static WebhookSecret of(byte[] key) {
    return new WebhookSecret(key.clone());
  }

  /**
   * The one that was shown.
   *
   * @throws IllegalArgumentException if the text is no secret
   */
  public static WebhookSecret parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a secret of a webhook begins with " + PREFIX);
    }
    return new WebhookSecret(Base64.getDecoder().decode(text.substring(PREFIX.length())));
  }

  /** The form in which receivers take it: {@code whsec_} and base64. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  byte[] bytes() {
    return key.clone();
  }

  /**
   * The signature of an attempt, such as {@code v1,MhNL…}.
   *
   * @param id the value of {@code webhook-id}
   * @param timestamp the value of {@code webhook-timestamp}: seconds since 1970
   * @param body the body as it is sent, in UTF-8
   */
  public String sign(String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] signature =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WebhookSecret secret && Arrays.equals(key, secret.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return PREFIX + "***";
  }
}
