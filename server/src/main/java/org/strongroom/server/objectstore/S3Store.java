package org.strongroom.server.objectstore;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.strongroom.api.ApiException;
import org.strongroom.api.objectstore.AddS3BackupStorage;
import org.strongroom.api.objectstore.UpdateS3BackupStorage;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectLock;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectOptions;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketAccess.Addressing;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.call.BucketCredential.AccessKey;
import org.strongroom.storage.driver.s3.call.BucketCredential.IbmApiKey;

/** A bucket of an S3-compatible store, or the part of one behind a prefix. */
public record S3Store(S3Place place, Optional<String> caCertificate, OptionalLong capacity)
    implements ObjectStore {
  private static final String ADDRESSING = "addressing";
  private static final String CA_CERTIFICATE = "caCertificate";
  private static final String LOCK_MODE = "objectLockMode";
  private static final String LOCK_DAYS = "objectLockDays";
  private static final String AUTH_ENDPOINT = "authEndpoint";
  private static final String RESOURCE_CRN = "resourceCrn";
  private static final String STORAGE_CLASS = "storageClass";
  private static final String ENCRYPTION = "encryption";
  private static final String ENCRYPTION_KEY = "encryptionKeyId";
  private static final String IBM = "ibm:";
  private static final String PAIR = "pair:";
  private static final String KEY = "key:";

  /**
   * What is to be added.
   *
   * @throws ApiException SYS.1007 for the first part that cannot be taken
   */
  public static S3Store of(AddS3BackupStorage request) {
    return checked(
        request.endpoint(),
        StoreFields.bucketName(request.bucketName()),
        StoreFields.prefix(request.prefix()),
        StoreFields.region(request.region()),
        new Secrets(request.accessKey(), request.secretKey(), request.apiKey()),
        request.authEndpoint(),
        request.resourceCrn(),
        options(
            request.storageClass(),
            request.encryption(),
            request.encryptionKeyId(),
            lock(request.objectLockMode(), request.objectLockDays())),
        addressing(request.addressing()),
        StoreFields.certificates(request.caCertificate()),
        request.totalCapacity());
  }

  /**
   * The store after a change.
   *
   * @throws ApiException SYS.1007 for the first part that cannot be taken
   */
  public S3Store changed(UpdateS3BackupStorage request) {
    BucketAccess before = place.bucket();
    Secrets kept = Secrets.of(before.credential());
    boolean moved =
        (request.endpoint() != null && !request.endpoint().equals(before.endpoint().toString()))
            || request.authEndpoint() != null;
    if (moved && before.credential() instanceof IbmApiKey && request.apiKey() == null) {
      // whoever it is sent to can use it
      throw ApiException.invalid(
          "apiKey has to be given again with another endpoint or authEndpoint");
    }
    if (request.accessKey() != null
        && request.secretKey() == null
        && !request.accessKey().equals(kept.accessKey())) {
      throw ApiException.invalid("a new accessKey needs its secretKey");
    }
    Secrets secrets =
        request.apiKey() != null
            ? new Secrets(request.accessKey(), request.secretKey(), request.apiKey())
            : new Secrets(
                or(request.accessKey(), kept.accessKey()),
                or(request.secretKey(), kept.secretKey()),
                request.accessKey() == null ? kept.apiKey() : null);
    ObjectOptions objects = place.objects();
    return checked(
        Optional.ofNullable(request.endpoint()).orElse(before.endpoint().toString()),
        before.bucketName(),
        place.prefix(),
        Optional.ofNullable(StoreFields.region(request.region())).orElse(before.region()),
        secrets,
        or(request.authEndpoint(), kept.authEndpoint()),
        or(request.resourceCrn(), kept.resourceCrn()),
        options(
            or(request.storageClass(), objects.storageClass().orElse(null)),
            or(request.encryption(), objects.encryption().orElse(null)),
            or(request.encryptionKeyId(), objects.encryptionKeyId().orElse(null)),
            changedLock(objects.lock(), request.objectLockMode(), request.objectLockDays())),
        request.addressing() == null ? before.addressing() : addressing(request.addressing()),
        request.caCertificate() == null
            ? caCertificate
            : StoreFields.certificates(request.caCertificate()),
        request.totalCapacity() == null ? ObjectStore.given(capacity) : request.totalCapacity());
  }

  private static @Nullable String or(@Nullable String given, @Nullable String kept) {
    return given == null ? kept : given;
  }

  private static ObjectOptions options(
      @Nullable String storageClass,
      @Nullable String encryption,
      @Nullable String keyId,
      Optional<ObjectLock> lock) {
    if (StoreFields.text(keyId).isPresent() && !"aws:kms".equals(encryption)) {
      throw ApiException.invalid("encryptionKeyId goes with encryption=aws:kms");
    }
    return new ObjectOptions(
        StoreFields.text(storageClass),
        StoreFields.text(encryption),
        StoreFields.text(keyId),
        lock);
  }

  private static Addressing addressing(@Nullable String text) {
    return StoreFields.text(text)
        .map(name -> Addressing.valueOf(name.toUpperCase(Locale.ROOT)))
        .orElse(Addressing.AUTO);
  }

  private static Optional<ObjectLock> lock(@Nullable String mode, @Nullable Integer days) {
    if ((mode == null) != (days == null)) {
      throw ApiException.invalid("objectLockMode and objectLockDays go together");
    }
    return mode == null || days == null
        ? Optional.empty()
        : Optional.of(new ObjectLock(ObjectLock.Mode.valueOf(mode), days));
  }

  private static Optional<ObjectLock> changedLock(
      Optional<ObjectLock> kept, @Nullable String mode, @Nullable Integer days) {
    return lock(
        mode == null ? kept.map(lock -> lock.mode().name()).orElse(null) : mode,
        days == null ? kept.map(ObjectLock::days).orElse(null) : days);
  }

  private static S3Store checked(
      String endpoint,
      String bucketName,
      String prefix,
      @Nullable String region,
      Secrets secrets,
      @Nullable String authEndpoint,
      @Nullable String resourceCrn,
      ObjectOptions objects,
      Addressing addressing,
      Optional<String> caCertificate,
      @Nullable Long capacity) {
    Optional<String> auth =
        StoreFields.text(authEndpoint).map(url -> StoreFields.url(AUTH_ENDPOINT, url));
    var access =
        new BucketAccess(
            URI.create(StoreFields.url("endpoint", endpoint)),
            StoreFields.text(region).orElse(BucketAccess.DEFAULT_REGION),
            bucketName,
            secrets.credential(auth, StoreFields.text(StoreFields.resourceCrn(resourceCrn))),
            addressing);
    return new S3Store(
        new S3Place(access, prefix, objects), caCertificate, ObjectStore.given(capacity));
  }

  /** A secret as rows have it, of a bucket that was registered before buckets were storages. */
  public static String ofBucket(String text) {
    return (text.indexOf('\n') >= 0 ? PAIR : IBM) + text;
  }

  /** Out of a row. */
  public static S3Store of(StoreColumns columns, String secret) {
    BucketCredential credential;
    if (secret.startsWith(PAIR)) {
      int end = secret.indexOf('\n');
      credential = new AccessKey(secret.substring(PAIR.length(), end), secret.substring(end + 1));
    } else if (secret.startsWith(IBM)) {
      credential =
          new IbmApiKey(
              secret.substring(IBM.length()),
              columns.option(AUTH_ENDPOINT).map(URI::create).orElse(IbmApiKey.AUTH_ENDPOINT),
              columns.option(RESOURCE_CRN));
    } else {
      credential =
          new AccessKey(String.valueOf(columns.username()), secret.substring(KEY.length()));
    }
    return new S3Store(
        new S3Place(
            new BucketAccess(
                URI.create(columns.endpoint()),
                Optional.ofNullable(columns.region()).orElse(BucketAccess.DEFAULT_REGION),
                columns.bucketName(),
                credential,
                addressing(columns.option(ADDRESSING).orElse(null))),
            columns.prefix(),
            new ObjectOptions(
                columns.option(STORAGE_CLASS),
                columns.option(ENCRYPTION),
                columns.option(ENCRYPTION_KEY),
                lock(
                    columns.option(LOCK_MODE).orElse(null),
                    columns.option(LOCK_DAYS).map(Integer::valueOf).orElse(null)))),
        columns.option(CA_CERTIFICATE),
        columns.room());
  }

  @Override
  public String url() {
    return place.url();
  }

  @Override
  public StoreColumns columns() {
    BucketAccess access = place.bucket();
    Secrets secrets = Secrets.of(access.credential());
    return new StoreColumns(
        access.endpoint().toString(),
        access.bucketName(),
        place.prefix(),
        access.region(),
        secrets.accessKey(),
        StoreColumns.json(
            Map.of(
                ADDRESSING, Optional.of(access.addressing().name()),
                CA_CERTIFICATE, caCertificate,
                LOCK_MODE, place.objects().lock().map(lock -> lock.mode().name()),
                LOCK_DAYS, place.objects().lock().map(lock -> Integer.toString(lock.days())),
                AUTH_ENDPOINT, Optional.ofNullable(secrets.authEndpoint()),
                RESOURCE_CRN, Optional.ofNullable(secrets.resourceCrn()),
                STORAGE_CLASS, place.objects().storageClass(),
                ENCRYPTION, place.objects().encryption(),
                ENCRYPTION_KEY, place.objects().encryptionKeyId())),
        ObjectStore.given(capacity));
  }

  @Override
  public String secret() {
    return switch (place.bucket().credential()) {
      case AccessKey(String accessKey, String secretKey) -> KEY + secretKey;
      case IbmApiKey key -> IBM + key.apiKey();
    };
  }

  /** What a caller gave, or what is kept. */
  private record Secrets(
      @Nullable String accessKey,
      @Nullable String secretKey,
      @Nullable String apiKey,
      @Nullable String authEndpoint,
      @Nullable String resourceCrn) {

    Secrets(@Nullable String accessKey, @Nullable String secretKey, @Nullable String apiKey) {
      this(accessKey, secretKey, apiKey, null, null);
    }

    static Secrets of(BucketCredential credential) {
      return switch (credential) {
        case AccessKey(String key, String secret) -> new Secrets(key, secret, null);
        case IbmApiKey key ->
            new Secrets(
                null,
                null,
                key.apiKey(),
                key.authEndpoint().toString(),
                key.resourceCrn().orElse(null));
      };
    }

    BucketCredential credential(Optional<String> auth, Optional<String> crn) {
      Optional<String> access = StoreFields.text(accessKey);
      Optional<String> secret = StoreFields.text(secretKey);
      Optional<String> api = StoreFields.text(apiKey);
      if (api.isPresent()) {
        if (access.isPresent() || secret.isPresent()) {
          throw ApiException.invalid("give 'accessKey' and 'secretKey', or 'apiKey', not both");
        }
        return new IbmApiKey(api.get(), auth.map(URI::create).orElse(IbmApiKey.AUTH_ENDPOINT), crn);
      }
      if (access.isEmpty() || secret.isEmpty()) {
        throw ApiException.invalid(
            "'accessKey' and 'secretKey' are needed, or for IBM Cloud 'apiKey'");
      }
      return new AccessKey(StoreFields.accessKey(access.get()), secret.get());
    }

    @Override
    public String toString() {
      return "Secrets[***]";
    }
  }
}
