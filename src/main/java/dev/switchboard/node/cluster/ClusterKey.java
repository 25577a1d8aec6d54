package dev.switchboard.node.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V1TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The key by which the nodes of a cluster recognise each other. It is a file in the shared data
 * folder that only its owner may read, made by the first node that starts. Immutable.
 */
public final class ClusterKey {
  private static final Set<PosixFilePermission> PRIVATE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final String ALIAS = "cluster";

  /** Required by the format. The file's permissions keep the key secret. */
  private static final char[] PASSWORD = "switchboard".toCharArray();

  /**
   * The certificate is never renewed. A new one is made when the file is removed while all nodes
   * are stopped.
   */
  private static final Date NEVER_ENDS = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

  private final KeyStore store;
  private final X509Certificate certificate;

  private ClusterKey(KeyStore store, X509Certificate certificate) {
    this.store = store;
    this.certificate = certificate;
  }

  /**
   * Reads the key, or makes one.
   *
   * @throws IOException if it cannot be made or read, or if others may read it
   */
  public static ClusterKey open(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      make(file);
    }
    return read(file);
  }

  /**
   * Reads the key.
   *
   * @throws IOException if it cannot be read, or if others may read it
   */
  static ClusterKey read(Path file) throws IOException {
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
    if (!PRIVATE.containsAll(allowed)) {
      throw new IOException(
          "others of this machine may read it (%s); stop all nodes and remove it, a new one is made"
              .formatted(PosixFilePermissions.toString(allowed)));
    }
    try (InputStream content = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(content, PASSWORD);
      if (store.isKeyEntry(ALIAS)
          && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
        return new ClusterKey(store, certificate);
      }
      throw new IOException("there is no key in it");
    } catch (GeneralSecurityException unreadable) {
      throw new IOException("it cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  KeyStore store() {
    return store;
  }

  char[] password() {
    return PASSWORD.clone();
  }

  /** The certificate that only the nodes of this cluster can present. */
  public X509Certificate certificate() {
    return certificate;
  }

  // ---- the first node

  /** Makes the file atomically. Of two nodes that make one, both use the first. */
  private static void make(Path file) throws IOException {
    Path draft =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".cluster_key",
            ".draft",
            PosixFilePermissions.asFileAttribute(PRIVATE));
    try {
      try (OutputStream content = Files.newOutputStream(draft)) {
        fresh().store(content, PASSWORD);
      }
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Another node was faster.
    } catch (GeneralSecurityException impossible) {
      throw new IOException("no key can be made: " + impossible.getMessage(), impossible);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static KeyStore fresh() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    store.setKeyEntry(ALIAS, pair.getPrivate(), PASSWORD, new Certificate[] {selfSigned(pair)});
    return store;
  }

  /** The nodes compare the whole certificate, so it contains only what its format requires. */
  private static Certificate selfSigned(KeyPair pair) throws GeneralSecurityException, IOException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    X500Name name = new X500Name("CN=switchboard");
    V1TBSCertificateGenerator content = new V1TBSCertificateGenerator();
    content.setSerialNumber(new ASN1Integer(new BigInteger(64, new SecureRandom())));
    content.setSignature(algorithm);
    content.setIssuer(name);
    content.setSubject(name);
    content.setStartDate(new Time(Date.from(Instant.EPOCH)));
    content.setEndDate(new Time(NEVER_ENDS));
    content.setSubjectPublicKeyInfo(
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    var signed = content.generateTBSCertificate();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(signed.getEncoded(ASN1Encoding.DER));
    byte[] encoded =
        new DERSequence(new ASN1Encodable[] {signed, algorithm, new DERBitString(signature.sign())})
            .getEncoded(ASN1Encoding.DER);
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
