package org.strongroom.server.imagebackup;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.strongroom.api.ApiException;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.server.backupstorage.Bytes;
import org.strongroom.server.backupstorage.Purpose;
import org.strongroom.server.backupstorage.ReadyStorages;
import org.strongroom.server.backupstorage.Reservations;
import org.strongroom.server.image.ImageMaking;
import org.strongroom.server.image.NewImage;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.ova.OvaDisk;
import org.strongroom.storage.ova.PaddedStream;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.TransferListener;

/** Streams the disks of the OVA into the places of their images. */
final class UnpackStep implements Step<ImportImageBackup> {
  private final ImportSource source;
  private final ReadyStorages storages;
  private final Reservations reservations;
  private final ImageMaking images;

  UnpackStep(
      ImportSource source, ReadyStorages storages, Reservations reservations, ImageMaking images) {
    this.source = source;
    this.storages = storages;
    this.reservations = reservations;
    this.images = images;
  }

  @Override
  public String name() {
    return "unpack";
  }

  @Override
  public void run(ImportImageBackup request, Job job) throws Exception {
    ImportPlan plan = ImportPlan.of(job);
    ReadyStorages.Ready target = storages.await(plan.storageUuid(), Purpose.GO_ON, job);
    for (NewImage image : plan.images()) {
      images.abandonEarlier(image, target, job.lease().writeId());
    }
    var disks = new Disks(plan, target, job);
    source.read(
        job,
        from -> {
          from.read(disks);
          return disks;
        });
    job.checkStopped();
  }

  private final class Disks implements OvaSource.Disks {
    private final ImportPlan plan;
    private final ReadyStorages.Ready target;
    private final Job job;
    private final long total;
    private long before;

    Disks(ImportPlan plan, ReadyStorages.Ready target, Job job) {
      this.plan = plan;
      this.target = target;
      this.job = job;
      this.total = plan.bytes().stream().mapToLong(Long::longValue).reduce(0, Bytes::plus);
    }

    @Override
    public void take(OvaDisk disk, InputStream bytes) throws IOException, InterruptedException {
      int order = disk.order();
      long size = disk.imageBytes();
      if (order >= plan.images().size()) {
        throw ApiException.refused("the OVA has changed since it was looked through");
      }
      grow(size - plan.bytes().get(order));
      var listener =
          new TransferListener() {
            @Override
            public void progress(long done) {
              job.checkStopped();
              job.progress().advance(before + done, total);
            }
          };
      ImportPlan.arrived(
          order,
          images.bring(
              plan.images().get(order),
              target,
              new Disk(size, new PaddedStream(bytes, size)),
              disk.declared(),
              job.lease().writeId(),
              listener),
          job);
      before += size;
    }

    /** A descriptor need not tell the size of every file. */
    private void grow(long more) {
      if (more > 0) {
        job.lease()
            .write(transaction -> {
              reservations.grow(plan.storageUuid(), job.uuid(), more, transaction);
              return true;
            });
      }
    }
  }

  private record Disk(long size, InputStream stream) implements ImageSource {
    @Override
    public OptionalLong length() {
      return OptionalLong.of(size);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  @Override
  public void undo(ImportImageBackup request, Job job) throws IOException {
    var plan = ImportPlan.find(job);
    if (plan.isEmpty()) {
      return;
    }
    try {
      ReadyStorages.Ready target = storages.any(plan.get().storageUuid(), job);
      for (NewImage image : plan.get().images()) {
        images.clear(image, target);
      }
      ImportPlan.removed(job);
    } catch (ApiException e) {
      ImportPlan.removed(job); // the storage is gone, and its bytes with it
    }
  }
}
