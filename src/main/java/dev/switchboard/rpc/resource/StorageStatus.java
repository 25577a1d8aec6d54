package dev.switchboard.rpc.resource;

/**
 * The sizes of what is stored, in bytes.
 *
 * @param disk the file system that holds the data folder
 * @param folder the path of the data folder
 * @param folderSize the size of all files in the data folder
 * @param databaseSize the size of all tables and indexes, also of a database on another machine
 */
public record StorageStatus(Disk disk, String folder, long folderSize, long databaseSize) {
  /**
   * The size of a file system in bytes. Space that is reserved for the system's administrator
   * counts as used.
   */
  public record Disk(long total, long available) {
    long used() {
      return total - available;
    }

    /** The used part in percent, from 0 to 100, with one decimal place. */
    double percentUsed() {
      return total == 0 ? 0 : Math.round(used() * 1_000.0 / total) / 10.0;
    }
  }
}
