package org.strongroom.server.face.powervc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.bucket.GetBucketImages.BucketImage;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.face.openstack.Times;

/** Buckets as JSON shows them: as they were registered, without secrets. */
final class CosShape {
  private CosShape() {}

  static Map<String, @Nullable Object> shown(BucketInventory bucket) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", bucket.uuid());
    shown.put("name", bucket.name());
    shown.put("type", bucket.type());
    shown.put("bucket_name", bucket.bucketName());
    Map<String, @Nullable Object> credentials = new LinkedHashMap<>();
    credentials.put("cos_endpoint", bucket.endpoint());
    if (bucket.type().equals("s3")) {
      credentials.put("region", bucket.region());
    } else {
      credentials.put("cos_auth_endpoint", bucket.authEndpoint());
      credentials.put("cos_resource_crn", bucket.resourceCrn());
    }
    shown.put("credentials", credentials);
    shown.put("created_at", Times.ofRow(bucket.createDate()));
    shown.put("updated_at", Times.ofRow(bucket.lastOpDate()));
    return shown;
  }

  static Map<String, @Nullable Object> image(BucketImage image) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("object_name", image.objectName());
    shown.put("size", image.size());
    shown.put("last_modified", Times.ofRow(image.lastModified()));
    shown.put("sha256", image.sha256());
    return shown;
  }
}
