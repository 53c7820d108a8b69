package org.strongroom.storage.repository.clean;

/**
 * What a repository takes.
 *
 * @param packs files with blobs
 * @param storedBytes of them
 * @param uniqueBytes of them that one generation stands on alone
 * @param sharedBytes of them that several generations stand on
 * @param reclaimableBytes the rest, which clean-ups bring back
 */
public record RepositoryUsage(
    int packs, long storedBytes, long uniqueBytes, long sharedBytes, long reclaimableBytes) {
  public static RepositoryUsage of(int packs, long storedBytes, Marking marking) {
    long shared = marking.sharedBytes();
    long used = marking.usedBytes();
    return new RepositoryUsage(
        packs, storedBytes, used - shared, shared, Math.max(0, storedBytes - used));
  }
}
