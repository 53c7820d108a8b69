package org.strongroom.server.query.mapping;

import static org.strongroom.server.catalog.storage.RegisteredBucketTable.REGISTERED_BUCKET;

import org.strongroom.api.ResourceType;
import org.strongroom.api.inventory.BucketInventory;
import org.strongroom.server.query.Mapping;

final class BucketMapping {
  private BucketMapping() {}

  static Mapping<BucketInventory> mapping() {
    return Tags.on(
            Mapping.of(BucketInventory.class, REGISTERED_BUCKET),
            ResourceType.BUCKET,
            REGISTERED_BUCKET.UUID)
        .uuid("uuid", REGISTERED_BUCKET.UUID)
        .text("name", REGISTERED_BUCKET.NAME)
        .text("type", REGISTERED_BUCKET.TYPE)
        .text("bucketName", REGISTERED_BUCKET.BUCKET_NAME)
        .text("endpoint", REGISTERED_BUCKET.ENDPOINT)
        .text("region", REGISTERED_BUCKET.REGION)
        .text("authEndpoint", REGISTERED_BUCKET.AUTH_ENDPOINT)
        .text("resourceCrn", REGISTERED_BUCKET.RESOURCE_CRN)
        .uuid("projectUuid", REGISTERED_BUCKET.PROJECT_UUID)
        .instant("createDate", REGISTERED_BUCKET.CREATED)
        .instant("lastOpDate", REGISTERED_BUCKET.UPDATED)
        .madeAt(REGISTERED_BUCKET.CREATED)
        .key(REGISTERED_BUCKET.UUID)
        .done();
  }
}
