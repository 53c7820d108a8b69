package org.strongroom.server.imagebackup;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.server.backupstorage.upkeep.ReadyStorages;
import org.strongroom.server.copy.FileLife;
import org.strongroom.server.image.ImageGroups;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.AtomicWrite;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.ova.GuestBytes;
import org.strongroom.storage.ova.writing.OvaLayout;
import org.strongroom.storage.ova.writing.OvaWriter;
import org.strongroom.storage.ova.writing.OvaWritten;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.transfer.DigestMismatchException;

/** Streams the images, as the disks of one OVA, from their storages onto the node. */
final class PackStep implements Step<ExportImageBackup> {
  private final ImageGroups images;
  private final FileLife life;
  private final OvaWriter writer;

  PackStep(ImageGroups images, FileLife life, Executor hashing) {
    this.images = images;
    this.life = life;
    this.writer = new OvaWriter(hashing);
  }

  @Override
  public String name() {
    return "pack";
  }

  @Override
  public void run(ExportImageBackup request, Job job) throws Exception {
    ExportPlan plan = ExportImageBackupJob.plan(job);
    OvaLayout layout = plan.layout();
    life.write(job, layout.totalBytes(), (write, node) -> packed(plan, write, node, job));
  }

  /** Empty if a copy proved damaged, and now others serve in its place. */
  private Optional<FileLife.Written> packed(
      ExportPlan plan, AtomicWrite write, ReadyStorages.Ready node, Job job)
      throws IOException, InterruptedException {
    OvaLayout layout = plan.layout();
    var sources = new Sources(plan, node, job);
    OvaWritten written =
        writer.write(layout, sources, write, FileLife.progress(job, layout.totalBytes()));
    return sources.good(written)
        ? Optional.of(new FileLife.Written(written.length(), written.sha256()))
        : Optional.empty();
  }

  @Override
  public void undo(ExportImageBackup request, Job job) throws StorageException {
    life.undo(job);
  }

  /** Opens the disks and remembers what they must hash to, if their file is the disk itself. */
  private final class Sources implements OvaWriter.Disks {
    private final ExportPlan plan;
    private final ReadyStorages.Ready node;
    private final Job job;
    private final Map<Integer, ImageGroups.Source> opened = new HashMap<>();

    Sources(ExportPlan plan, ReadyStorages.Ready node, Job job) {
      this.plan = plan;
      this.node = node;
      this.job = job;
    }

    @Override
    public ImageSource open(int index) throws IOException {
      ImageGroups.Source copy = images.readable(plan.imageUuids().get(index), job.call());
      opened.put(index, copy);
      boolean sameStorage = copy.storageUuid().equals(node.storage().uuid());
      // a second turn of the storage that is written to would make such exports wait for each other
      return sameStorage && copy.format().isPlain()
          ? GuestBytes.of(copy.driver().open(copy.file()))
          : GuestBytes.open(copy.driver(), copy.file(), copy.format());
    }

    /**
     * Whether the disks are what they were meant to be; copies that are not are recorded.
     *
     * @throws DigestMismatchException if one is not, for a reason that may not lie in its copy
     */
    boolean good(OvaWritten written) throws DigestMismatchException {
      boolean good = true;
      for (var disk : opened.entrySet()) {
        ImageGroups.Source copy = disk.getValue();
        String found = written.diskSha256().get(disk.getKey());
        if (copy.format().isPlain()
            && copy.sha256().filter(sha256 -> !sha256.equals(found)).isPresent()) {
          good = false;
          if (!copy.damaged().test(found)) {
            throw new DigestMismatchException(copy.label(), copy.sha256().get(), found);
          }
        }
      }
      return good;
    }
  }
}
