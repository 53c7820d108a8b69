package org.strongroom.storage.repository;

/**
 * What a repository takes.
 *
 * @param packs files with blobs
 * @param storedBytes of them
 * @param usedBytes of them that generations stand on
 * @param reclaimableBytes the rest, which clean-ups bring back
 */
public record RepositoryUsage(int packs, long storedBytes, long usedBytes, long reclaimableBytes) {}
