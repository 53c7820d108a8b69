package org.strongroom.testing;

import java.io.InputStream;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects that may be read and not written. */
final class ReadOnlyObjects extends ForwardingBlobStore {
  ReadOnlyObjects(BlobStore objects) {
    super(objects);
  }

  @Override
  public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
    throw S3Exception.builder().statusCode(403).message("read only").build();
  }
}
