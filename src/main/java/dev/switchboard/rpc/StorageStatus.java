package dev.switchboard.rpc;

/**
 * What is stored where, in bytes.
 *
 * @param disk the file system that holds the data folder
 * @param folder the data folder's path
 * @param folderSize all files in it
 * @param databaseSize all tables and indexes, also where the database is elsewhere
 */
public record StorageStatus(Disk disk, String folder, long folderSize, long databaseSize) {
  /** A file system. What is kept for the system's administrator counts as used. */
  public record Disk(long total, long available) {
    long used() {
      return total - available;
    }

    /** From 0 to 100, with one digit behind the point. */
    double percentUsed() {
      return total == 0 ? 0 : Math.round(used() * 1_000.0 / total) / 10.0;
    }
  }
}
