package org.strongroom.server.everyjob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.JobGround;

/** Jobs of the buckets that image backups go to. */
final class BucketJobs {
  private BucketJobs() {}

  /** By the names of their operations. */
  static Map<String, EveryJob.Preparation> all() {
    Map<String, EveryJob.Preparation> all = new HashMap<>();
    all.put("RegisterBucket", BucketJobs::registerBucket);
    all.put("UpdateBucket", BucketJobs::updateBucket);
    all.put("DeregisterBucket", BucketJobs::deregisterBucket);
    return all;
  }

  private static Prepared registerBucket(JobGround ground) {
    Map<String, Object> values = ground.newBucket();
    return Prepared.of(
        values, () -> assertThat(ground.objects((String) values.get("bucketName"))).isEmpty());
  }

  private static Prepared updateBucket(JobGround ground) {
    Map<String, Object> values = ground.newBucket();
    String uuid = JobGround.uuid(ground.succeed("RegisterBucket", values));
    return Prepared.of(
        Map.of(
            "uuid", uuid,
            "accessKey", values.get("accessKey"),
            "secretKey", values.get("secretKey")),
        () -> assertThat(ground.objects((String) values.get("bucketName"))).isEmpty());
  }

  private static Prepared deregisterBucket(JobGround ground) {
    BucketInventory bucket = ground.bucket();
    return Prepared.of(
        Map.of("uuid", bucket.uuid()),
        () -> assertThat(ground.objects(bucket.bucketName())).isEmpty());
  }
}
