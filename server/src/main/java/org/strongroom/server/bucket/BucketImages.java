package org.strongroom.server.bucket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.strongroom.api.ApiException;
import org.strongroom.api.ErrorCode;
import org.strongroom.api.bucket.GetBucketImages;
import org.strongroom.api.bucket.GetBucketImages.BucketImage;
import org.strongroom.server.caller.Caller;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.ObjectFacts;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketException;

/** Looks for OVAs in buckets. */
final class BucketImages {
  private static final int AT_MOST = 10_000;
  private static final int AT_ONCE = 16;

  private final BucketParts parts;
  private final BucketAccesses accesses;
  private final BucketTrial trial;

  BucketImages(BucketParts parts, BucketAccesses accesses, BucketTrial trial) {
    this.parts = parts;
    this.accesses = accesses;
    this.trial = trial;
  }

  GetBucketImages.Reply list(GetBucketImages request, Caller caller) {
    BucketAccess access =
        parts
            .database()
            .read(sql -> accesses.of(BucketRows.require(request.uuid(), caller, sql), sql));
    try (Bucket bucket = trial.open(access)) {
      List<ObjectFacts> found = bucket.list("", BucketImages::isOva, AT_MOST);
      return new GetBucketImages.Reply(described(found, bucket));
    } catch (IOException e) {
      throw BucketTrial.failed(e);
    }
  }

  private static boolean isOva(ObjectFacts object) {
    String name = object.key().substring(object.key().lastIndexOf('/') + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    return object.size() > 0
        && !name.startsWith(".")
        && (lower.endsWith(".ova") || lower.endsWith(".ova.gz"));
  }

  /** Lists do not tell digests: each object is asked, many at once. */
  private static List<BucketImage> described(List<ObjectFacts> found, Bucket bucket)
      throws IOException {
    try (ExecutorService asking =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("head-", 0).factory())) {
      List<Future<BucketImage>> asked =
          found.stream().map(object -> asking.submit(() -> image(object, bucket))).toList();
      List<BucketImage> images = new ArrayList<>();
      try {
        for (Future<BucketImage> each : asked) {
          images.add(each.get());
        }
        return images;
      } catch (ExecutionException e) {
        asking.shutdownNow();
        throw e.getCause() instanceof IOException failure ? failure : new IOException(e);
      } catch (InterruptedException e) {
        asking.shutdownNow();
        Thread.currentThread().interrupt();
        throw new ApiException(ErrorCode.NODE_UNAVAILABLE, "the server is stopping");
      }
    }
  }

  private static BucketImage image(ObjectFacts listed, Bucket bucket) throws IOException {
    String sha256;
    try {
      sha256 = bucket.head(listed.key()).flatMap(ObjectFacts::sha256).orElse(null);
    } catch (BucketException e) {
      if (e.reason() != BucketException.Reason.INVALID_KEY) {
        throw e;
      }
      sha256 = null; // it can be shown, but not be used
    }
    return new BucketImage(listed.key(), listed.size(), listed.lastModified(), sha256);
  }
}
