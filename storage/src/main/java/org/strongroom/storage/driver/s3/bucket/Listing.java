package org.strongroom.storage.driver.s3.bucket;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketException;
import org.strongroom.storage.driver.s3.call.BucketException.Reason;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket, page by page. Stores that know the first version of the list only answer
 * that there is more, but give no token to go on with: then it goes on behind the last key.
 */
final class Listing {
  private static final int MOST_PAGES = 1000;

  private final S3Client s3;
  private final BucketAccess access;
  private final String prefix;
  private final @Nullable Consumer<String> directories;
  private @Nullable String token;
  private @Nullable String last;

  Listing(S3Client s3, BucketAccess access, String prefix) {
    this(s3, access, prefix, null);
  }

  /**
   * @param directories told what keys behind the prefix have before their next slash, instead of
   *     the objects behind it; null: all objects are listed
   */
  Listing(S3Client s3, BucketAccess access, String prefix, @Nullable Consumer<String> directories) {
    this.s3 = s3;
    this.access = access;
    this.prefix = prefix;
    this.directories = directories;
  }

  /** The first so many that are wanted. */
  List<ObjectFacts> first(int limit, Predicate<ObjectFacts> wanted) {
    List<ObjectFacts> found = new ArrayList<>();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      ListObjectsV2Response page = next();
      if (directories != null) {
        page.commonPrefixes().forEach(each -> directories.accept(each.prefix()));
      }
      for (S3Object object : page.contents()) {
        ObjectFacts facts = facts(object);
        if (wanted.test(facts)) {
          found.add(facts);
        }
        if (found.size() == limit) {
          return found;
        }
      }
      if (!Boolean.TRUE.equals(page.isTruncated())) {
        return found;
      }
      goOn(page);
    }
    throw failed("has too much to be listed");
  }

  private ListObjectsV2Response next() {
    String from = last;
    return s3.listObjectsV2(r -> {
      r.bucket(access.bucketName()).prefix(prefix);
      if (directories != null) {
        r.delimiter("/");
      }
      if (token != null) {
        r.continuationToken(token);
      } else if (from != null) {
        r.startAfter(from)
            .overrideConfiguration(first -> first.putRawQueryParameter("marker", from));
      }
    });
  }

  private void goOn(ListObjectsV2Response page) {
    token = page.nextContinuationToken();
    if (token != null) {
      return;
    }
    String key = lastOf(page);
    if (key == null || key.equals(last)) {
      throw failed("says that there are more objects, but does not go on with them");
    }
    last = key;
  }

  private static @Nullable String lastOf(ListObjectsV2Response page) {
    return Stream.concat(
            page.contents().stream().map(S3Object::key),
            page.commonPrefixes().stream().map(CommonPrefix::prefix))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private UncheckedIOException failed(String what) {
    return new UncheckedIOException(
        new BucketException(Reason.FAILED, access.label() + " " + what));
  }

  private static ObjectFacts facts(S3Object object) {
    if (object.key() == null || object.size() == null || object.eTag() == null) {
      throw new UncheckedIOException(Bucket.incomplete(String.valueOf(object.key())));
    }
    return new ObjectFacts(
        object.key(),
        object.size(),
        object.eTag(),
        Optional.ofNullable(object.lastModified()).orElse(Instant.EPOCH),
        Optional.empty());
  }
}
