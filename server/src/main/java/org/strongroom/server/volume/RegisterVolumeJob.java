package org.strongroom.server.volume;

import static org.strongroom.server.catalog.content.VolumeTable.VOLUME;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.strongroom.api.ApiError;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.VolumeInventory;
import org.strongroom.api.volume.RegisterVolume;
import org.strongroom.server.caller.Call;
import org.strongroom.server.caller.Caller;
import org.strongroom.server.caller.Uuid;
import org.strongroom.server.catalog.Presence;
import org.strongroom.server.catalog.ResourceUuids;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.event.EventLog.Event;
import org.strongroom.server.job.IoErrors;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.server.volume.disk.VolumeAccess;
import org.strongroom.server.volume.disk.VolumeAccesses;
import org.strongroom.server.volume.disk.VolumeDisks;
import org.strongroom.server.volume.disk.VolumeLook;
import org.strongroom.storage.format.ImageFormat;

/** Registers a volume, once its disk could be opened. */
final class RegisterVolumeJob
    implements JobDefinition<RegisterVolume, InventoryReply<VolumeInventory>> {
  private final VolumeParts parts;
  private final VolumeAccesses accesses;
  private final VolumeDisks disks;

  RegisterVolumeJob(VolumeParts parts, VolumeAccesses accesses, VolumeDisks disks) {
    this.parts = parts;
    this.accesses = accesses;
    this.disks = disks;
  }

  @Override
  public Class<RegisterVolume> operation() {
    return RegisterVolume.class;
  }

  @Override
  public Start accept(RegisterVolume request, Call call, Transaction transaction) {
    checkName(request.name());
    access(request, call.caller());
    parts.tags().check(ResourceType.VOLUME, request.resource());
    String uuid = Uuid.chosenOrRandom(request.resource().resourceUuid());
    if (Presence.of(transaction.sql(), VOLUME.UUID, uuid)) {
      throw ApiException.invalid("resourceUuid " + uuid + " is already taken by a volume");
    }
    ResourceUuids.checkFree(uuid, transaction.sql());
    return new Start(uuid, Map.of());
  }

  static void checkName(String name) {
    if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
      throw ApiException.invalid("the name of a volume may be neither blank nor hold controls");
    }
  }

  private static VolumeAccess access(RegisterVolume request, Caller caller) {
    return VolumeAccess.of(
        request.url(),
        request.username(),
        request.password(),
        request.privateKey(),
        request.hostKeyFingerprint(),
        caller);
  }

  static Optional<ImageFormat> format(@org.jspecify.annotations.Nullable String wireName) {
    return Optional.ofNullable(wireName).flatMap(ImageFormat::ofWireName);
  }

  @Override
  public List<Step<RegisterVolume>> steps() {
    return List.of(Step.of("look", this::look));
  }

  private void look(RegisterVolume request, Job job) {
    VolumeAccess access = access(request, job.call().caller());
    look(access, format(request.format()), job);
  }

  private void look(VolumeAccess access, Optional<ImageFormat> format, Job job) {
    try {
      VolumeLook.at(access, format, disks).remember(job);
    } catch (IOException e) {
      throw unreadable(access, e);
    }
  }

  /** The disk cannot be read, told with the cause. */
  static ApiException unreadable(VolumeAccess access, IOException reason) {
    return new ApiException(
        IoErrors.as(
            ErrorCode.IO_FAILED,
            "%s cannot be read: %s".formatted(access.shown(), reason.getMessage()),
            reason));
  }

  @Override
  public InventoryReply<VolumeInventory> complete(
      RegisterVolume request, Job job, Transaction transaction) {
    String uuid = job.resourceUuid();
    VolumeAccess access = access(request, job.call().caller());
    VolumeLook look = VolumeLook.recall(job).orElseThrow();
    long now = parts.clock().millis();
    ResourceUuids.take(ResourceType.VOLUME, uuid, transaction);
    transaction
        .insertInto(VOLUME)
        .set(VOLUME.UUID, uuid)
        .set(VOLUME.NAME, request.name())
        .set(VOLUME.DESCRIPTION, request.description())
        .set(VOLUME.TYPE, request.type())
        .set(VOLUME.FORMAT, look.format().wireName())
        .set(VOLUME.SIZE, look.size())
        .set(VOLUME.ACTUAL_SIZE, look.bytes())
        .set(VOLUME.URL, access.shown())
        .set(VOLUME.ACCESS, accesses.seal(uuid, access))
        .set(VOLUME.HOST_KEY, look.hostKey().orElse(null))
        .set(VOLUME.ZONE_UUID, request.zoneUuid())
        .set(VOLUME.ACCOUNT_UUID, job.call().caller().accountUuid())
        .set(VOLUME.STATE, "Enabled")
        .set(VOLUME.STATUS, "Ready")
        .set(VOLUME.CREATED, now)
        .set(VOLUME.UPDATED, now)
        .execute();
    parts.tags().create(ResourceType.VOLUME, uuid, request.resource(), transaction);
    parts
        .events()
        .write(Event.created(ResourceType.VOLUME, uuid, request.name()), job.call(), transaction);
    return Volumes.reply(parts, uuid, transaction);
  }

  @Override
  public void abandon(RegisterVolume request, Job job, ApiError error, Transaction transaction) {
    // Nothing was written.
  }
}
