package org.strongroom.server.image;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.strongroom.api.ApiError;
import org.strongroom.api.InventoryReply;
import org.strongroom.api.Request;
import org.strongroom.api.image.AddImage;
import org.strongroom.api.inventory.ImageInventory;
import org.strongroom.server.caller.Call;
import org.strongroom.server.catalog.Transaction;
import org.strongroom.server.copy.CopyTarget;
import org.strongroom.server.image.arrival.AddImageRules;
import org.strongroom.server.image.arrival.AddedImage;
import org.strongroom.server.image.arrival.CopyTargets;
import org.strongroom.server.image.arrival.Expected;
import org.strongroom.server.image.upload.ImageIntake;
import org.strongroom.server.job.Job;
import org.strongroom.server.job.JobDefinition;
import org.strongroom.server.job.Step;
import org.strongroom.storage.transfer.TransferResult;

/**
 * An operation that makes an image of a disk: as AddImage does in everything but where the bytes
 * come from.
 */
final class DiskImageJob<Q extends Request<InventoryReply<ImageInventory>>>
    implements JobDefinition<Q, InventoryReply<ImageInventory>> {
  private static final String STORAGES = "storages";

  private final DiskOrigin<Q> origin;
  private final AddImageJob adding;
  private final Step<AddImage> transfer;
  private final List<Step<AddImage>> after;
  private final CopyTargets targets;
  private final ImageIntake intake;

  /**
   * @param transfer whose undoing takes the bytes away again
   * @param after what follows when the bytes are there
   */
  DiskImageJob(
      DiskOrigin<Q> origin,
      AddImageJob adding,
      Step<AddImage> transfer,
      List<Step<AddImage>> after,
      CopyTargets targets,
      ImageIntake intake) {
    this.origin = origin;
    this.adding = adding;
    this.transfer = transfer;
    this.after = List.copyOf(after);
    this.targets = targets;
    this.intake = intake;
  }

  @Override
  public Class<Q> operation() {
    return origin.operation();
  }

  @Override
  public Start accept(Q request, Call call, Transaction transaction) {
    List<String> storages = origin.storages(request, transaction);
    AddImage image = origin.image(request, storages);
    Start start = adding.begin(image, image.url(), false, call, transaction);
    Map<String, String> memory = new HashMap<>(start.memory());
    memory.put(STORAGES, String.join(",", storages));
    return new Start(start.resourceUuid(), memory);
  }

  private AddImage image(Q request, Job job) {
    return origin.image(request, List.of(job.recall(STORAGES).orElseThrow().split(",")));
  }

  @Override
  public List<Step<Q>> steps() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.<Step<Q>>of(new Bring()), after.stream().map(this::adapted))
        .toList();
  }

  private Step<Q> adapted(Step<AddImage> step) {
    return Step.of(step.name(), (request, job) -> step.run(image(request, job), job));
  }

  /** Brings the bytes onto all storages, durably. */
  private final class Bring implements Step<Q> {
    @Override
    public String name() {
      return "transfer";
    }

    @Override
    public void run(Q request, Job job) throws Exception {
      if (new AddedImage(job).hasArrived()) {
        return; // an earlier run was cut off right after it had said so
      }
      AddImage image = image(request, job);
      try {
        List<CopyTarget> all = targets.ready(AddImageRules.storages(image), job);
        for (CopyTarget target : all) {
          target.abandonEarlier(job.lease().writeId());
        }
        new AddedImage(job).waits();
        Expected expected = Expected.of(image);
        TransferResult result = take(request, image, expected, all, job);
        new AddedImage(job).arrived(result, expected.format(result.inspection().format()));
      } catch (IOException e) {
        throw AddImageRules.failed(name(), image, e);
      }
    }

    @Override
    public void undo(Q request, Job job) throws Exception {
      origin.undo(request, job);
      transfer.undo(image(request, job), job);
    }
  }

  private TransferResult take(
      Q request, AddImage image, Expected expected, List<CopyTarget> all, Job job)
      throws IOException, InterruptedException {
    IOException failure = null;
    for (DiskOrigin.Place place : origin.places(request, job)) {
      job.checkStopped();
      try {
        return intake.take(place::open, all, expected, job, image.url());
      } catch (IOException e) {
        job.checkStopped();
        place.failed(e);
        failure = e;
      }
    }
    throw failure != null ? failure : new IOException("it can be read nowhere any more");
  }

  @Override
  public InventoryReply<ImageInventory> complete(Q request, Job job, Transaction transaction) {
    return adding.complete(image(request, job), job, transaction);
  }

  @Override
  public void abandon(Q request, Job job, ApiError error, Transaction transaction) {
    adding.abandon(image(request, job), job, error, transaction);
  }
}
