package org.strongroom.server.bucket;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.bucket.RegisterBucket;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.server.backupstorage.record.StorageRow;
import org.strongroom.server.objectstore.S3Store;
import org.strongroom.server.objectstore.StoreFields;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectOptions;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.call.BucketCredential.AccessKey;
import org.strongroom.storage.driver.s3.call.BucketCredential.IbmApiKey;

/** How a bucket is to be reached, as a caller wants it, checked. */
record BucketDraft(
    BucketType type,
    String bucketName,
    String endpoint,
    @Nullable String region,
    @Nullable String authEndpoint,
    @Nullable String resourceCrn,
    BucketCredential credential) {

  /**
   * What is to be registered.
   *
   * @throws ApiException SYS.1007 for the first part that can not be taken
   */
  static BucketDraft of(RegisterBucket request) {
    BucketType type = BucketType.of(request.type());
    return new BucketDraft(
        type,
        StoreFields.bucketName(request.bucketName()),
        StoreFields.url("endpoint", request.endpoint()),
        StoreFields.region(request.region()),
        authEndpoint(request.authEndpoint()),
        StoreFields.resourceCrn(request.resourceCrn()),
        credential(
            type,
            new Secrets(request.accessKey(), request.secretKey(), request.apiKey()),
            authEndpoint(request.authEndpoint()),
            request.resourceCrn()));
  }

  /**
   * A bucket as it is after a change.
   *
   * @param row before it
   * @param before how it is reached before it
   * @throws ApiException SYS.1007 for the first part that can not be taken
   */
  static BucketDraft of(BucketRow row, BucketAccess before, UpdateBucket request) {
    String authEndpoint = authEndpoint(or(request.authEndpoint(), row.authEndpoint()));
    String crn = or(request.resourceCrn(), row.resourceCrn());
    String endpoint = or(request.endpoint(), row.endpoint());
    boolean elsewhere =
        !row.endpoint().equals(endpoint) || !Objects.equals(row.authEndpoint(), authEndpoint);
    if (row.type() == BucketType.IBM_COS && elsewhere && request.apiKey() == null) {
      // whoever it is sent to can use it, and not everybody who may change a bucket knows it
      throw ApiException.invalid(
          "apiKey has to be given again with another endpoint or authEndpoint");
    }
    Secrets kept =
        switch (before.credential()) {
          case AccessKey(String key, String secret) -> new Secrets(key, secret, null);
          case IbmApiKey key -> new Secrets(null, null, key.apiKey());
        };
    Secrets secrets =
        new Secrets(
            or(request.accessKey(), kept.accessKey()),
            or(request.secretKey(), kept.secretKey()),
            or(request.apiKey(), kept.apiKey()));
    return new BucketDraft(
        row.type(),
        StoreFields.bucketName(Optional.ofNullable(request.bucketName()).orElse(row.bucketName())),
        StoreFields.url("endpoint", Optional.ofNullable(request.endpoint()).orElse(row.endpoint())),
        StoreFields.region(or(request.region(), row.region())),
        authEndpoint,
        StoreFields.resourceCrn(crn),
        credential(row.type(), secrets, authEndpoint, crn));
  }

  private static @Nullable String or(@Nullable String given, @Nullable String kept) {
    return given == null ? kept : given;
  }

  private static @Nullable String authEndpoint(@Nullable String given) {
    return given == null || given.isEmpty() ? null : StoreFields.url("authEndpoint", given);
  }

  private static BucketCredential credential(
      BucketType type, Secrets secrets, @Nullable String authEndpoint, @Nullable String crn) {
    return switch (type) {
      case S3 -> {
        refuse(secrets.apiKey(), "apiKey", type);
        List<String> missing = new ArrayList<>();
        String key = given(secrets.accessKey(), "accessKey", missing);
        String secret = given(secrets.secretKey(), "secretKey", missing);
        requireNone(missing, type);
        yield new AccessKey(StoreFields.accessKey(key), secret);
      }
      case IBM_COS -> {
        refuse(secrets.accessKey(), "accessKey", type);
        refuse(secrets.secretKey(), "secretKey", type);
        List<String> missing = new ArrayList<>();
        String key = given(secrets.apiKey(), "apiKey", missing);
        requireNone(missing, type);
        yield new IbmApiKey(
            key,
            authEndpoint == null ? IbmApiKey.AUTH_ENDPOINT : URI.create(authEndpoint),
            Optional.ofNullable(crn).filter(text -> !text.isEmpty()));
      }
    };
  }

  private static void refuse(@Nullable String value, String parameter, BucketType type) {
    if (value != null) {
      throw ApiException.invalid(
          "%s does not go with a bucket of type %s".formatted(parameter, type.wireName()));
    }
  }

  private static String given(@Nullable String value, String parameter, List<String> missing) {
    if (value == null || value.isEmpty()) {
      missing.add(parameter);
      return "";
    }
    return value;
  }

  private static void requireNone(List<String> missing, BucketType type) {
    if (!missing.isEmpty()) {
      throw ApiException.invalid(
          "a bucket of type %s needs %s".formatted(type.wireName(), String.join(" and ", missing)));
    }
  }

  BucketAccess access() {
    return new BucketAccess(
        URI.create(endpoint),
        Optional.ofNullable(region).orElse(BucketAccess.DEFAULT_REGION),
        bucketName,
        credential);
  }

  /** The storage with this uuid, as it is to be. */
  S3Store store(String storageUuid) {
    return new S3Store(
        new S3Place(access(), StorageRow.ownPrefix(storageUuid), ObjectOptions.USUAL),
        Optional.empty(),
        OptionalLong.empty());
  }

  /** The storage of a bucket as it is after a change. */
  S3Store store(S3Store before) {
    BucketAccess kept = before.place().bucket();
    BucketAccess access = access();
    return new S3Store(
        new S3Place(
            new BucketAccess(
                access.endpoint(),
                access.region(),
                access.bucketName(),
                access.credential(),
                kept.addressing()),
            before.place().prefix(),
            before.place().objects()),
        before.caCertificate(),
        before.capacity());
  }

  private record Secrets(
      @Nullable String accessKey, @Nullable String secretKey, @Nullable String apiKey) {
    @Override
    public String toString() {
      return "Secrets[***]";
    }
  }
}
