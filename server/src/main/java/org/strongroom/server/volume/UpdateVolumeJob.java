package org.strongroom.server.volume;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.val;
import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.volume.UpdateVolume;
import org.strongroom.server.backupstorage.access.AddRequests;
import org.strongroom.server.backupstorage.access.SshSecret;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.VolumeLook;
import org.strongroom.server.volume.record.BitmapTrust;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.source.VolumeUrl;

/** Changes a volume. A new url or log-in is tried before it is stored. */
final class UpdateVolumeJob
    implements JobDefinition<UpdateVolume, InventoryReply<VolumeInventory>> {
  private final VolumeParts parts;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;

  UpdateVolumeJob(VolumeParts parts, VolumeAccesses accesses, VolumeDisks disks) {
    this.parts = parts;
    this.accesses = accesses;
    this.disks = disks;
  }

  @Override
  public Class<UpdateVolume> operation() {
    return UpdateVolume.class;
  }

  @Override
  public Start accept(UpdateVolume request, Call call, Transaction transaction) {
    if (request.name() != null) {
      RegisterVolumeJob.checkName(request.name());
    }
    VolumeRow row = VolumeRow.require(request.uuid(), transaction.sql());
    if (changesAccess(request)) {
      access(row, request, call.caller());
    }
    return new Start(row.uuid(), Map.of());
  }

  private static boolean changesAccess(UpdateVolume request) {
    return Stream.of(
            request.url(),
            request.username(),
            request.password(),
            request.privateKey(),
            request.hostKeyFingerprint(),
            request.format())
        .anyMatch(java.util.Objects::nonNull);
  }

  /** What is not said stays, but no secret goes to another server, and no key is trusted there. */
  private VolumeAccess access(VolumeRow row, UpdateVolume request, Caller caller) {
    if (row.access() == null) {
      if (request.url() == null) {
        row.requireAccess();
      }
      return VolumeAccess.of(
          java.util.Objects.requireNonNull(request.url()),
          request.username(),
          request.password(),
          request.privateKey(),
          request.hostKeyFingerprint(),
          caller);
    }
    VolumeAccess before = accesses.open(row.uuid(), row.access(), row.hostKey());
    String url = Optional.ofNullable(request.url()).orElse(before.url().text());
    VolumeUrl parsed = VolumeAccess.parsed(url);
    boolean same = isSameServer(parsed, before.url());
    boolean newSecret =
        AddRequests.secret(request.password(), request.privateKey()).isPresent()
            || parsed.credentials().filter(c -> !c.password().isEmpty()).isPresent();
    boolean newUser = request.username() != null || parsed.credentials().isPresent();
    Optional<SshSecret> kept = same && !newSecret ? before.secret() : Optional.empty();
    VolumeAccess after =
        VolumeAccess.of(
            url,
            same && !newUser && !before.username().isEmpty()
                ? before.username()
                : request.username(),
            kept.orElse(null) instanceof SshSecret.Password(String text)
                ? text
                : request.password(),
            kept.orElse(null) instanceof SshSecret.PrivateKey(String text)
                ? text
                : request.privateKey(),
            request.hostKeyFingerprint(),
            caller);
    return same && request.hostKeyFingerprint() == null
        ? after.expecting(before.knownHost())
        : after;
  }

  private static boolean isSameServer(VolumeUrl one, VolumeUrl other) {
    return one.scheme() == other.scheme()
        && one.host().equals(other.host())
        && one.port() == other.port();
  }

  @Override
  public List<Step<UpdateVolume>> steps() {
    return List.of(Step.of("look", this::look));
  }

  private void look(UpdateVolume request, Job job) {
    if (!changesAccess(request)) {
      return;
    }
    VolumeRow row = parts.database().read(sql -> VolumeRow.require(request.uuid(), sql));
    VolumeAccess access = access(row, request, job.call().caller());
    try {
      VolumeLook.at(
              access,
              RegisterVolumeJob.format(request.format()).or(() -> keptFormat(row, request)),
              disks)
          .remember(job);
    } catch (IOException e) {
      throw RegisterVolumeJob.unreadable(access, e);
    }
  }

  /** What was said to be raw stays so: a guest may write anything there. */
  private static Optional<ImageFormat> keptFormat(VolumeRow row, UpdateVolume request) {
    return request.url() == null ? Optional.of(row.format()) : Optional.empty();
  }

  @Override
  public InventoryReply<VolumeInventory> complete(
      UpdateVolume request, Job job, Transaction transaction) {
    VolumeRow row = VolumeRow.lock(request.uuid(), transaction);
    Optional<VolumeLook> look = VolumeLook.recall(job);
    var update =
        transaction
            .sql()
            .update(VOLUME)
            .set(VOLUME.NAME, coalesce(val(request.name(), VOLUME.NAME), VOLUME.NAME))
            .set(
                VOLUME.DESCRIPTION,
                coalesce(val(request.description(), VOLUME.DESCRIPTION), VOLUME.DESCRIPTION))
            .set(
                VOLUME.ZONE_UUID,
                coalesce(val(request.zoneUuid(), VOLUME.ZONE_UUID), VOLUME.ZONE_UUID))
            .set(VOLUME.UPDATED, parts.clock().millis());
    if (look.isPresent()) {
      BitmapTrust.forget(row.uuid(), transaction);
      VolumeAccess access = access(row, request, job.call().caller());
      update =
          update
              .set(VOLUME.STATUS, "Ready")
              .set(VOLUME.FORMAT, look.get().format().wireName())
              .set(VOLUME.SIZE, look.get().size())
              .set(VOLUME.ACTUAL_SIZE, look.get().bytes())
              .set(VOLUME.URL, access.shown())
              .set(VOLUME.ACCESS, accesses.seal(row.uuid(), access))
              .set(VOLUME.HOST_KEY, look.get().hostKey().orElse(null));
    }
    if (update.where(VOLUME.UUID.eq(row.uuid())).execute() == 0) {
      throw ApiException.refused("the volume was deleted");
    }
    return Volumes.reply(parts, row.uuid(), transaction);
  }

  @Override
  public void abandon(UpdateVolume request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
