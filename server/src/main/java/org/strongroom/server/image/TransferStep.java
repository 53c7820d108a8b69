package org.strongroom.server.image;

import java.io.IOException;
import java.util.List;
import org.strongroom.api.ApiException;
import org.strongroom.api.image.AddImage;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.CopyTargets;
import org.strongroom.server.image.arrival.Expected;
import org.strongroom.server.image.upload.ImageIntake;
import org.strongroom.server.image.upload.PartialUpload;
import org.strongroom.server.image.upload.UploadIntake;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.Step;
import org.strongroom.storage.driver.StorageException;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.source.ImageSources;
import org.strongroom.storage.source.ImageUrl;
import org.strongroom.storage.transfer.DigestMismatchException;
import org.strongroom.storage.transfer.TransferResult;

/** Brings the bytes from wherever they are onto all storages, durably. */
final class TransferStep implements Step<AddImage> {
  private final CopyTargets targets;
  private final ImageSources sources;
  private final HostPaths hostPaths;
  private final ImageIntake intake;
  private final UploadIntake uploads;

  TransferStep(
      CopyTargets targets,
      ImageSources sources,
      HostPaths hostPaths,
      ImageIntake intake,
      UploadIntake uploads) {
    this.targets = targets;
    this.sources = sources;
    this.hostPaths = hostPaths;
    this.intake = intake;
    this.uploads = uploads;
  }

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public void run(AddImage request, Job job) throws Exception {
    if (new AddedImage(job).hasArrived()) {
      return; // an earlier run was cut off right after it had said so
    }
    ImageUrl url = AddImageRules.url(request);
    Expected expected = Expected.of(request);
    try {
      List<CopyTarget> all = targets.ready(AddImageRules.storages(request), job);
      for (CopyTarget target : all) {
        target.abandonEarlier(job.lease().writeId());
      }
      new AddedImage(job).waits();
      TransferResult result =
          switch (url.scheme()) {
            case FILE -> fromHosts(url, all, expected, job);
            case UPLOAD -> uploads.take(all, expected, job);
            default -> fromUrl(url, all, expected, job);
          };
      new AddedImage(job).arrived(result, expected.format(result.inspection().format()));
      if (PartialUpload.of(job).isPresent()) {
        job.lease().keep(job); // whoever sent the last byte need not send anything again
      }
    } catch (IOException e) {
      throw AddImageRules.failed(name(), request, e);
    }
  }

  private TransferResult fromUrl(ImageUrl url, List<CopyTarget> all, Expected expected, Job job)
      throws IOException, InterruptedException {
    boolean administrator = job.call().caller().administersServer();
    ImageSources reached = administrator ? sources : sources.ofOrdinaryAccounts();
    return intake.take(() -> reached.open(url), all, expected, job, url.masked());
  }

  /** Each storage reads the file of its own host; all have to be the same. */
  private TransferResult fromHosts(ImageUrl url, List<CopyTarget> all, Expected expected, Job job)
      throws IOException, InterruptedException {
    Expected same = expected;
    TransferResult result = null;
    for (CopyTarget target : all) {
      try {
        result = intake.take(() -> hostFile(url, target), List.of(target), same, job, url.masked());
        same = same.ofDigest(result.sha256());
      } catch (DigestMismatchException e) {
        throw new IOException(target.storage().label() + ": " + e.getMessage(), e);
      }
    }
    return java.util.Objects.requireNonNull(result, "no storage");
  }

  private ImageSource hostFile(ImageUrl url, CopyTarget target) throws StorageException {
    try {
      return HostFileSource.open(target.driver(), url.path(), hostPaths.policy(target.storage()));
    } catch (StorageException e) {
      throw target.named(e);
    }
  }

  @Override
  public void undo(AddImage request, Job job) throws IOException {
    IOException failure = null;
    if (new AddedImage(job).isWaiting() && job.lease().writeIds().size() == 1) {
      AddImageRules.storages(request).forEach(new AddedImage(job)::removed);
      return; // nothing was ever written: a storage that hangs does not hold up the end of the job
    }
    for (String uuid : AddImageRules.storages(request)) {
      try {
        CopyTarget target = targets.any(uuid, job);
        target.clear();
        new AddedImage(job).removed(uuid);
      } catch (ApiException e) {
        new AddedImage(job).removed(uuid); // the storage is gone, and its bytes with it
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
