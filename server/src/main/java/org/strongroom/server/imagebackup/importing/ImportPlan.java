package org.strongroom.server.imagebackup.importing;

import java.util.List;
import java.util.Optional;
import org.strongroom.server.image.arrival.ArrivedImage;
import org.strongroom.server.image.arrival.NewImage;
import org.strongroom.server.job.Job;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an import makes.
 *
 * @param images in boot order, all on one storage
 * @param bytes for which room was taken, of each image
 */
record ImportPlan(List<NewImage> images, List<Long> bytes) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PLAN = "plan";
  private static final String ARRIVED = "arrived:";
  private static final String MANIFEST = "manifest:";
  private static final String REMOVED = "removed";
  private static final String DOUBT = "doubt";

  /** The plan of a job; empty before it has looked at the OVA. */
  static Optional<ImportPlan> find(Job job) {
    return job.recall(PLAN).map(json -> JSON.readValue(json, ImportPlan.class));
  }

  static ImportPlan of(Job job) {
    return find(job).orElseThrow(() -> new IllegalStateException("the job has no plan yet"));
  }

  void remember(Job job) {
    job.remember(PLAN, JSON.writeValueAsString(this));
  }

  String storageUuid() {
    return images.getFirst().storageUuid();
  }

  static void arrived(int order, ArrivedImage image, Job job) {
    job.remember(ARRIVED + order, JSON.writeValueAsString(image));
  }

  static Optional<ArrivedImage> arrived(int order, Job job) {
    return job.recall(ARRIVED + order).map(json -> JSON.readValue(json, ArrivedImage.class));
  }

  static void described(int order, int manifestBytes, Job job) {
    job.remember(MANIFEST + order, Integer.toString(manifestBytes));
  }

  static int manifestBytes(int order, Job job) {
    return Integer.parseInt(job.recall(MANIFEST + order).orElseThrow());
  }

  /** Remembers why the bytes could not be verified. */
  static void doubted(Optional<String> doubt, Job job) {
    job.remember(DOUBT, doubt.orElse(""));
  }

  /** Why the bytes could not be verified; empty if they were. */
  static Optional<String> doubt(Job job) {
    return job.recall(DOUBT).filter(why -> !why.isEmpty());
  }

  static void removed(Job job) {
    job.remember(REMOVED, "");
  }

  static boolean isRemoved(Job job) {
    return job.recall(REMOVED).isPresent();
  }
}
