package org.strongroom.api.capacity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a backup storage will be full if it goes on as in the last 30 days: a straight line through
 * the mean of each day.
 *
 * @param outlook Growing if there is a date; Full if nothing is left; TooFew below seven days;
 *     Steady, also if growth is not certain; Falling; Distant if it lasts for ten years or more
 * @param fullDate when the line reaches the end
 * @param earliest the date is not before, by 95 %
 * @param latest the date is not after, by 95 %
 * @param limit what ends first: Capacity, or Disk if its free space shrinks faster
 * @param days of which something is known
 * @param growth bytes in a day, less than 0 if it shrinks
 * @param text all of this as a sentence
 */
public record CapacityForecast(
    String backupStorageUuid,
    String outlook,
    @Nullable Instant fullDate,
    @Nullable Instant earliest,
    @Nullable Instant latest,
    @Nullable String limit,
    int days,
    long growth,
    String text) {}
