package dev.switchboard.config;

import dev.switchboard.storage.FilePlace;
import dev.switchboard.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/**
 * The folder for everything that Switchboard keeps on disk, and what is where in it.
 *
 * @param root absolute
 * @param reserve bytes of its disk that copies of files leave free
 */
public record DataDirectory(Path root, long reserve) {
  /** The embedded database, and beside it PostgreSQL's programs, which outlive its files. */
  public EmbeddedPostgres.Settings database() {
    return new EmbeddedPostgres.Settings(root.resolve("database"), root.resolve("binaries"), 0);
  }

  /** The root token of the administrators. */
  public Path adminToken() {
    return root.resolve("admin_token");
  }

  /**
   * With what the admin command shows the server that it is of the same installation. Good for
   * nothing else.
   */
  public Path localProof() {
    return root.resolve("local_proof");
  }

  /** The key by which several nodes know each other. */
  public Path clusterKey() {
    return root.resolve("cluster_key.p12");
  }

  /** What the services that we run are told, and what they keep. */
  public Path services() {
    return root.resolve("services");
  }

  /** What administrators said of where this server listens: read before the database is open. */
  public Path listener() {
    return root.resolve("listener.json");
  }

  /** Copies of attachments. */
  public Path files() {
    return root.resolve("files");
  }

  /** The same, with the room that they leave to the database. */
  public FilePlace filePlace() {
    return new FilePlace(files(), reserve);
  }
}
