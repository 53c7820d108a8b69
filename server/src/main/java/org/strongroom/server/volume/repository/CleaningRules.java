package org.strongroom.server.volume.repository;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The settings of clean-ups.
 *
 * @param interval after which a repository is cleaned up although nothing asked for it; zero is
 *     never by itself
 * @param grace for which dead packs stay
 * @param keptFree bytes of every storage that nobody may use
 */
public record CleaningRules(
    Supplier<Duration> interval, Supplier<Duration> grace, LongSupplier keptFree) {}
