package org.strongroom.storage.repository.clean;

import java.time.Duration;
import java.util.Optional;

/**
 * What a clean-up came to.
 *
 * @param condemnedPacks packs that were taken out of the index, and go after the grace
 * @param condemnedBytes of them
 * @param movedBytes that were moved into new packs
 * @param deletedPacks packs of earlier clean-ups that went now
 * @param deletedBytes of them
 * @param usage as it was marked
 * @param nextIn after which packs that were condemned may go; empty if none are left to go
 */
public record PruneResult(
    int condemnedPacks,
    long condemnedBytes,
    long movedBytes,
    int deletedPacks,
    long deletedBytes,
    RepositoryUsage usage,
    Optional<Duration> nextIn) {}
