package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.BucketTable.BUCKET;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.query.Mapping;

final class BucketMapping {
  private BucketMapping() {}

  static Mapping<BucketInventory> mapping() {
    return Tags.on(Mapping.of(BucketInventory.class, BUCKET), ResourceType.BUCKET, BUCKET.UUID)
        .uuid("uuid", BUCKET.UUID)
        .text("name", BUCKET.NAME)
        .text("type", BUCKET.TYPE)
        .text("bucketName", BUCKET.BUCKET_NAME)
        .text("endpoint", BUCKET.ENDPOINT)
        .text("region", BUCKET.REGION)
        .text("authEndpoint", BUCKET.AUTH_ENDPOINT)
        .text("resourceCrn", BUCKET.RESOURCE_CRN)
        .uuid("projectUuid", BUCKET.PROJECT_UUID)
        .instant("createDate", BUCKET.CREATED)
        .instant("lastOpDate", BUCKET.UPDATED)
        .madeAt(BUCKET.CREATED)
        .key(BUCKET.UUID)
        .done();
  }
}
