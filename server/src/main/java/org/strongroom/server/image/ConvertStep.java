package org.strongroom.server.image;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.CopyTargets;
import org.strongroom.server.image.upload.ImageIntake;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.conversion.ConvertedDisk;
import org.strongroom.storage.driver.DigestAlgorithm;
import org.strongroom.storage.format.Disk;
import org.strongroom.storage.format.ImageFormat;
import org.strongroom.storage.inspection.GuestDisks;
import org.strongroom.storage.inspection.ImageInspector;
import org.strongroom.storage.source.ImageSource;

/**
 * Converts an image, if that was asked for. Other formats can not be read in the order in which
 * they come, so what came lies on the storages by now: it is read from one of them, and the
 * converted image takes its place on all.
 */
final class ConvertStep implements Step<AddImage> {
  private final CopyTargets targets;
  private final ImageIntake intake;

  ConvertStep(CopyTargets targets, ImageIntake intake) {
    this.targets = targets;
    this.intake = intake;
  }

  @Override
  public String name() {
    return "convert";
  }

  @Override
  public void run(AddImage request, Job job) throws Exception {
    AddedImage added = new AddedImage(job);
    Optional<ImageFormat> wanted =
        Optional.ofNullable(request.targetFormat()).flatMap(ImageFormat::ofWireName);
    if (wanted.isEmpty() || wanted.get() == added.found()) {
      return;
    }
    try {
      convert(wanted.get(), targets.ready(AddImageRules.storages(request), job), added);
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }

  private void convert(ImageFormat wanted, List<CopyTarget> all, AddedImage added)
      throws IOException, InterruptedException {
    Job job = added.job();
    for (CopyTarget target : all) {
      target.abandonEarlier(job.lease().writeId());
    }
    Optional<CopyTarget> source = original(all, added);
    List<CopyTarget> proved = List.of();
    if (source.isPresent()) {
      CopyTarget from = source.get();
      ImageFormat found = added.found();
      proved =
          intake.replace(
              () -> open(from, found, wanted), added.length(), wanted, all, job, added::converting);
    }
    String sha256 = added.converted().orElseThrow();
    for (CopyTarget target : all) {
      if (!proved.contains(target)) {
        target.verify(-1, sha256, false, done -> {});
      }
    }
    try (ByteSource file = all.getFirst().driver().open(all.getFirst().file())) {
      added.inspected(ImageInspector.inspect(file, wanted));
    }
    added.converted(sha256, wanted);
  }

  private static ImageSource open(CopyTarget from, ImageFormat found, ImageFormat wanted)
      throws IOException {
    ByteSource file = from.driver().open(from.file());
    boolean done = false;
    try {
      Disk disk = GuestDisks.open(found, file);
      ImageSource source = ConvertedDisk.of(disk, wanted);
      done = true;
      return source;
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  /**
   * A storage that still has what came; empty if an earlier run of this step has converted it on
   * all.
   */
  private static Optional<CopyTarget> original(List<CopyTarget> all, AddedImage added)
      throws IOException {
    if (added.converted().isEmpty()) {
      return Optional.of(all.getFirst());
    }
    boolean allConverted = true;
    for (CopyTarget target : all) {
      String there = target.driver().digest(target.file(), DigestAlgorithm.SHA256, done -> {});
      if (there.equalsIgnoreCase(added.sha256())) {
        return Optional.of(target);
      }
      allConverted &= there.equalsIgnoreCase(added.converted().get());
    }
    if (!allConverted) {
      throw new IOException("what came lies on none of the storages any more");
    }
    return Optional.empty();
  }
}
