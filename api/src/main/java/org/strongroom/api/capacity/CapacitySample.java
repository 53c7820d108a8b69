package org.strongroom.api.capacity;

import java.time.Instant;

/**
 * How full a backup storage was in an hour; sizes are bytes.
 *
 * @param time when that hour began
 * @param usedCapacity that what lies there takes
 * @param reservedCapacity that was set aside for running jobs
 * @param availableCapacity that was left of the total
 * @param availablePhysicalCapacity that its disk had free
 */
public record CapacitySample(
    Instant time,
    long totalCapacity,
    long usedCapacity,
    long reservedCapacity,
    long availableCapacity,
    long availablePhysicalCapacity) {}
