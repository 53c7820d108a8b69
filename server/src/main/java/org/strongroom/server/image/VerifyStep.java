package org.strongroom.server.image;

import java.io.IOException;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.transfer.Verification;

/** Has the bytes hashed where they lie, on every storage. */
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
      for (CopyTarget target : targets.ready(AddImageRules.storages(request), job)) {
        try {
          Verification.verify(
              target.driver(),
              target.place().file(),
              added.sha256(),
              done -> job.progress().advance(done, added.length()));
        } catch (IOException e) {
          throw new IOException(target.storage().label() + ": " + e.getMessage(), e);
        }
      }
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }
}
