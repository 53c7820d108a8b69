package org.strongroom.server.imagebackup;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.api.imagebackup.ExportImageBackup;
import org.strongroom.server.copy.FileLife;
import org.strongroom.server.image.ImageGroups;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.Verification;

/**
 * Makes sure that the place on the node is free, and hashes the images whose file is not the disk
 * itself, where they lie: read through its tables, a damaged one would pass unnoticed. The others
 * are hashed while they are packed.
 */
final class CheckImagesStep implements Step<ExportImageBackup> {
  private final ImageGroups images;
  private final FileLife life;

  CheckImagesStep(ImageGroups images, FileLife life) {
    this.images = images;
    this.life = life;
  }

  @Override
  public String name() {
    return "check";
  }

  @Override
  public void run(ExportImageBackup request, Job job) throws IOException, InterruptedException {
    for (String image : ExportImageBackupJob.plan(job).imageUuids()) {
      check(image, job);
    }
    life.claim(job);
  }

  /** Until a copy is good or none is left. */
  private void check(String image, Job job) throws IOException {
    while (true) {
      job.checkStopped();
      ImageGroups.Source copy = images.readable(image, job.call());
      Optional<String> sha256 = copy.sha256();
      if (copy.format().isPlain() || sha256.isEmpty()) {
        return;
      }
      try {
        verify(copy, sha256.get());
        return;
      } catch (DigestMismatchException e) {
        if (!copy.damaged().test(e.found())) {
          throw e;
        }
      }
    }
  }

  private static void verify(ImageGroups.Source copy, String sha256) throws IOException {
    try {
      Verification.verify(copy.driver(), copy.file(), sha256, done -> {});
    } catch (DigestMismatchException e) {
      throw new DigestMismatchException(copy.label(), e.expected(), e.found());
    }
  }
}
