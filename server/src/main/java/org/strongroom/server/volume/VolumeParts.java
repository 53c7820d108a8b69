package org.strongroom.server.volume;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.strongroom.server.backupstorage.access.StorageDrivers;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.record.StorageRules;
import org.strongroom.server.backupstorage.upkeep.Garbage;
import org.strongroom.server.catalog.Database;
import org.strongroom.server.configuration.Configuration;
import org.strongroom.server.event.EventLog;
import org.strongroom.server.image.HostPaths;
import org.strongroom.server.query.Queries;
import org.strongroom.server.secret.Vault;
import org.strongroom.server.tag.TagService;
import org.strongroom.server.volume.repository.Bandwidths;
import org.strongroom.server.volume.repository.CleaningRules;
import org.strongroom.storage.nbd.client.LocalSockets;
import org.strongroom.storage.nbd.client.NbdExports;
import org.strongroom.storage.source.ImageSources;

/**
 * What volumes stand on.
 *
 * @param bounds of connections to servers
 * @param hostPaths which files of the management server may be named
 * @param nbd opens exports of NBD servers, given which sockets may be connected to
 * @param exportPlace where snapshots are served
 * @param cleaning settings of clean-ups of repositories
 * @param bandwidths what repositories may read and write in a second
 * @param hashing a small pool of platform threads
 */
public record VolumeParts(
    Database database,
    Vault vault,
    EventLog events,
    Queries queries,
    TagService tags,
    Clock clock,
    StorageDrivers drivers,
    StorageRules rules,
    Reservations reservations,
    Garbage garbage,
    Configuration.Storage bounds,
    HostPaths hostPaths,
    ImageSources sources,
    Function<LocalSockets, NbdExports> nbd,
    ExportPlace exportPlace,
    CleaningRules cleaning,
    Bandwidths bandwidths,
    Executor hashing) {}
