package dev.switchboard.config;

import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/**
 * The folder of all stored files, and the paths in it.
 *
 * @param root absolute
 * @param reserve the bytes that copies of files leave free on its disk
 */
public record DataDirectory(Path root, long reserve) {
  /**
   * The embedded database, and PostgreSQL's programs, which are kept when its files are deleted.
   */
  public EmbeddedPostgres.Settings database() {
    return new EmbeddedPostgres.Settings(root.resolve("database"), root.resolve("binaries"), 0);
  }

  /** The root token of the administrators. */
  public Path adminToken() {
    return root.resolve("admin_token");
  }

  /**
   * The proof with which the admin command shows that it belongs to the same installation. It
   * permits nothing else.
   */
  public Path localProof() {
    return root.resolve("local_proof");
  }

  /** The key by which the nodes of a cluster recognise each other. */
  public Path clusterKey() {
    return root.resolve("cluster_key.p12");
  }

  /** The configuration and the data of the managed services. */
  public Path services() {
    return root.resolve("services");
  }

  /** The settings of the listener, which are read before the database is open. */
  public Path listener() {
    return root.resolve("listener.json");
  }

  /** Copies of attachments. */
  public Path files() {
    return root.resolve("files");
  }

  /** The same, with the space that they leave for the database. */
  public FilePlace filePlace() {
    return new FilePlace(files(), reserve);
  }
}
