package org.strongroom.storage.repository;

/**
 * What a clean-up came to.
 *
 * @param condemnedPacks packs that were taken out of the index, and go after the grace
 * @param condemnedBytes of them
 * @param movedBytes that were moved into new packs
 * @param deletedPacks packs of earlier clean-ups that went now
 * @param deletedBytes of them
 */
public record PruneResult(
    int condemnedPacks,
    long condemnedBytes,
    long movedBytes,
    int deletedPacks,
    long deletedBytes) {}
