package org.strongroom.server.imagebackup.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.strongroom.api.ApiException;
import org.strongroom.api.imagebackup.ImportImageBackup;
import org.strongroom.server.backupstorage.record.Bytes;
import org.strongroom.server.backupstorage.record.Purpose;
import org.strongroom.server.backupstorage.record.Reservations;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.image.ImageMaking;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.arrival.NewImage;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.ova.OvaDisk;
import org.strongroom.storage.ova.archive.OvaException;
import org.strongroom.storage.ova.archive.PaddedStream;
import org.strongroom.storage.packed.UnpackedSource;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.ImageTransfer;
import org.strongroom.storage.transfer.TransferListener;

/** Streams the disks of the OVA into the places of their images. */
public final class UnpackStep implements Step<ImportImageBackup> {
  private final ImportSource source;
  private final ReadyStorages storages;
  private final Reservations reservations;
  private final ImageMaking images;

  public UnpackStep(
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
    Optional<String> doubt = source.read(job, from -> from.read(disks));
    ImportPlan.doubted(doubt, job);
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
      if (order >= plan.images().size()) {
        throw ApiException.refused("the OVA has changed since it was looked through");
      }
      grow(disk.imageBytes().orElse(0) - plan.bytes().get(order));
      ArrivedImage arrived =
          images.bring(
              plan.images().get(order),
              target,
              source(disk, bytes),
              disk.declared(),
              job.lease().writeId(),
              listener());
      if (arrived.length() > disk.atLeast(0) && disk.atLeast(0) > 0) {
        throw new OvaException(
            OvaException.Fault.SIZE_MISMATCH,
            "file '%s' has %d bytes when it is expanded, more than the %d of its disk"
                .formatted(disk.file().name(), arrived.length(), disk.capacity()));
      }
      ImportPlan.arrived(order, arrived, job);
      before += arrived.length();
    }

    private TransferListener listener() {
      return new TransferListener() {
        @Override
        public void progress(long done) {
          job.checkStopped();
          job.progress().advance(before + done, Math.max(total, before + done));
        }

        @Override
        public void growing(long soFar) {
          grow(ImageTransfer.GROWTH_STEP);
        }
      };
    }

    private static Disk source(OvaDisk disk, InputStream file) throws IOException {
      if (disk.isSplit()) {
        return new Disk(OptionalLong.empty(), file);
      }
      var packed = new Disk(OptionalLong.of(disk.file().size()), file);
      if (disk.compression().isEmpty()) {
        long size = disk.imageBytes().orElseThrow();
        return new Disk(OptionalLong.of(size), new PaddedStream(file, size));
      }
      String told = disk.compression().get().wireName();
      var unpacked = UnpackedSource.of(packed, Optional.empty(), disk.file().name(), false);
      if (!unpacked.packing().equals(Optional.of(told))) {
        throw new OvaException(
            OvaException.Fault.BAD_DESCRIPTOR,
            "the descriptor says that file '%s' is compressed by %s, but it is not"
                .formatted(disk.file().name(), told));
      }
      return new Disk(OptionalLong.empty(), new PaddedStream(unpacked.stream(), disk.atLeast(0)));
    }

    /** A descriptor need not tell the size of every file, and of a compressed one it can not. */
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

  private record Disk(OptionalLong length, InputStream stream) implements ImageSource {
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
