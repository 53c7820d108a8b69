package org.strongroom.server.volume;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.NewResource;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.image.CreateDataVolumeTemplateFromVolume;
import org.strongroom.api.image.CreateDataVolumeTemplateFromVolumeSnapshot;
import org.strongroom.api.image.CreateRootVolumeTemplateFromRootVolume;
import org.strongroom.api.image.CreateRootVolumeTemplateFromVolumeSnapshot;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.image.DiskOrigin;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.job.Job;
import org.strongroom.server.volume.backup.KnownSnapshot;
import org.strongroom.server.volume.backup.Placement;
import org.strongroom.server.volume.record.SnapshotCopy;
import org.strongroom.server.volume.record.SnapshotRow;
import org.strongroom.server.volume.record.VolumeRow;
import org.strongroom.storage.format.ImageFormat;

/**
 * An operation that makes an image of a volume or of a snapshot.
 *
 * @param asked the image, with the storages that the caller named
 */
record Template<Q>(
    Class<Q> operation, Function<Q, AddImage> asked, Placement placement, SnapshotPlaces disks)
    implements DiskOrigin<Q> {
  static Template<CreateRootVolumeTemplateFromRootVolume> rootOfVolume(
      Placement placement, SnapshotPlaces disks) {
    return new Template<>(
        CreateRootVolumeTemplateFromRootVolume.class,
        q ->
            new Guest(
                    "RootVolumeTemplate",
                    q.platform(),
                    q.guestOsType(),
                    q.architecture(),
                    q.system(),
                    q.virtio())
                .image(
                    AddImageRules.OF_VOLUME + q.rootVolumeUuid(),
                    q.name(),
                    q.description(),
                    q.backupStorageUuids(),
                    q.format(),
                    q.resource()),
        placement,
        disks);
  }

  static Template<CreateRootVolumeTemplateFromVolumeSnapshot> rootOfSnapshot(
      Placement placement, SnapshotPlaces disks) {
    return new Template<>(
        CreateRootVolumeTemplateFromVolumeSnapshot.class,
        q ->
            new Guest(
                    "RootVolumeTemplate",
                    q.platform(),
                    q.guestOsType(),
                    q.architecture(),
                    q.system(),
                    q.virtio())
                .image(
                    AddImageRules.OF_SNAPSHOT + q.snapshotUuid(),
                    q.name(),
                    q.description(),
                    q.backupStorageUuids(),
                    q.format(),
                    q.resource()),
        placement,
        disks);
  }

  static Template<CreateDataVolumeTemplateFromVolume> dataOfVolume(
      Placement placement, SnapshotPlaces disks) {
    return new Template<>(
        CreateDataVolumeTemplateFromVolume.class,
        q ->
            Guest.OF_DATA.image(
                AddImageRules.OF_VOLUME + q.volumeUuid(),
                q.name(),
                q.description(),
                q.backupStorageUuids(),
                q.format(),
                q.resource()),
        placement,
        disks);
  }

  static Template<CreateDataVolumeTemplateFromVolumeSnapshot> dataOfSnapshot(
      Placement placement, SnapshotPlaces disks) {
    return new Template<>(
        CreateDataVolumeTemplateFromVolumeSnapshot.class,
        q ->
            Guest.OF_DATA.image(
                AddImageRules.OF_SNAPSHOT + q.snapshotUuid(),
                q.name(),
                q.description(),
                q.backupStorageUuids(),
                q.format(),
                q.resource()),
        placement,
        disks);
  }

  /** What an image is told of the guest that it is for. */
  private record Guest(
      String mediaType,
      @Nullable String platform,
      @Nullable String guestOsType,
      @Nullable String architecture,
      boolean system,
      boolean virtio) {
    static final Guest OF_DATA = new Guest("DataVolumeTemplate", null, null, null, false, true);

    AddImage image(
        String url,
        String name,
        @Nullable String description,
        List<String> backupStorageUuids,
        String format,
        NewResource resource) {
      return new AddImage(
          name,
          description,
          url,
          backupStorageUuids,
          format,
          mediaType,
          platform,
          guestOsType,
          architecture,
          system,
          virtio,
          null,
          null,
          null,
          resource);
    }
  }

  private boolean isOfSnapshot(AddImage image) {
    return image.url().startsWith(AddImageRules.OF_SNAPSHOT);
  }

  private String subject(AddImage image) {
    return image.url().substring(image.url().indexOf("://") + "://".length());
  }

  @Override
  public List<String> storages(Q request, Transaction transaction) {
    AddImage image = asked.apply(request);
    String uuid = subject(image);
    if (isOfSnapshot(image)) {
      SnapshotRow snapshot = SnapshotRow.require(uuid, transaction.sql());
      boolean readable =
          snapshot.access() != null
              || !KnownSnapshot.sources(SnapshotCopy.all(uuid, transaction.sql()), "").isEmpty();
      if (!readable) {
        throw ApiException.refused("no copy of %s is good".formatted(snapshot.label()));
      }
      return AddImageRules.storages(image);
    }
    VolumeRow volume = VolumeRow.require(uuid, transaction.sql());
    volume.requireAccess();
    if (!image.backupStorageUuids().isEmpty()) {
      return AddImageRules.storages(image);
    }
    var need = new Placement.Need(volume.label(), null, volume.zoneUuid(), volume.size(), Set.of());
    return List.of(placement.choose(need, transaction).uuid());
  }

  @Override
  public AddImage image(Q request, List<String> storageUuids) {
    AddImage image = asked.apply(request);
    return new AddImage(
        image.name(),
        image.description(),
        image.url(),
        storageUuids,
        image.format(),
        image.mediaType(),
        image.platform(),
        image.guestOsType(),
        image.architecture(),
        image.system(),
        image.virtio(),
        null,
        null,
        null,
        image.resource());
  }

  @Override
  public List<Place> places(Q request, Job job) {
    AddImage image = asked.apply(request);
    ImageFormat format =
        image.format() == null
            ? ImageFormat.RAW
            : ImageFormat.ofWireName(image.format()).orElse(ImageFormat.RAW);
    return isOfSnapshot(image)
        ? disks.ofSnapshot(subject(image), format, job)
        : disks.ofVolume(subject(image), format);
  }

  @Override
  public void undo(Q request, Job job) throws IOException {
    disks.undo(job);
  }
}
