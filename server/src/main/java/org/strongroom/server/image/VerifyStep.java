package org.strongroom.server.image;

import java.io.IOException;
import java.util.List;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.CopyTargets;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.ByteSource;
import org.strongroom.storage.inspection.ImageInspector;

/**
 * Has the bytes hashed where they lie, on every storage that has not compared them as they came,
 * and follows the image's tables there: what an export would call damaged is not Ready.
 */
final class VerifyStep implements Step<AddImage> {
  private final CopyTargets targets;

  VerifyStep(CopyTargets targets) {
    this.targets = targets;
  }

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public void run(AddImage request, Job job) throws Exception {
    AddedImage added = new AddedImage(job);
    try {
      List<CopyTarget> all = targets.ready(AddImageRules.storages(request), job);
      for (CopyTarget target : all) {
        target.verify(
            added.length(),
            added.sha256(),
            added.isProved(target),
            done -> job.progress().advance(done, added.length()));
      }
      // all of them have the same bytes
      try (ByteSource file = all.getFirst().driver().open(all.getFirst().file())) {
        added.inspected(ImageInspector.inspect(file, added.found()));
      }
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }
}
