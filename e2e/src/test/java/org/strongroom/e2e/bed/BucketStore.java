package org.strongroom.e2e.bed;

import java.util.HashMap;
import java.util.Map;
import org.strongroom.testing.S3ProxyServer;
import software.amazon.awssdk.services.s3.S3Client;

/** A real object store with one bucket, which can be registered in several projects. */
public final class BucketStore implements AutoCloseable {
  private static final String BUCKET = "ovas";
  private final S3ProxyServer store = S3ProxyServer.start();

  public BucketStore() {
    try (S3Client client = store.client()) {
      client.createBucket(request -> request.bucket(BUCKET));
    }
  }

  /**
   * Registers the bucket.
   *
   * @return its uuid
   */
  public String register(ZStackClient admin, String name, String projectUuid) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("name", name);
    parameters.put("bucketName", BUCKET);
    parameters.put("endpoint", store.endpoint().toString());
    parameters.put("accessKey", store.owner().accessKey());
    parameters.put("secretKey", store.owner().secretKey());
    parameters.put("projectUuid", projectUuid);
    return TestBed.uuid(admin.post("/buckets", parameters));
  }

  @Override
  public void close() {
    store.close();
  }
}
