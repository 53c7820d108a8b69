package org.strongroom.storage.driver.s3;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.strongroom.storage.driver.s3.bucket.Bucket;
import org.strongroom.storage.driver.s3.bucket.S3Place;
import org.strongroom.storage.driver.s3.bucket.S3Place.ObjectOptions;
import org.strongroom.storage.driver.s3.call.Attempts;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential;
import org.strongroom.storage.driver.s3.call.BucketWay;
import org.strongroom.storage.driver.s3.call.S3Calls;
import org.strongroom.storage.driver.s3.call.S3Failures;
import org.strongroom.storage.driver.s3.client.BearerTokens;
import org.strongroom.storage.driver.s3.client.GuardedSdkClient;
import org.strongroom.storage.driver.s3.client.IamTokens;
import org.strongroom.storage.driver.s3.client.Patience;
import org.strongroom.storage.driver.s3.client.Retrying;
import org.strongroom.storage.driver.s3.client.UnsignedBodies;
import org.strongroom.storage.source.GuardedHttp;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Opens buckets. Every connection goes where the address guard lets it, tokens included. */
public final class BucketConnector {
  private final GuardedHttp http;
  private final InstantSource clock;
  private final Executor hashing;

  /**
   * @param hashing a small pool of platform threads
   */
  public BucketConnector(GuardedHttp http, InstantSource clock, Executor hashing) {
    this.http = http;
    this.clock = clock;
    this.hashing = hashing;
  }

  /**
   * The same over another client.
   *
   * @param http that believes other certificates
   */
  public BucketConnector over(GuardedHttp http) {
    return new BucketConnector(http, clock, hashing);
  }

  /** The bucket; nothing is asked of it yet. Close it when done. */
  public Bucket open(BucketAccess access, Patience patience) {
    return open(access, patience, ObjectOptions.USUAL);
  }

  private Bucket open(BucketAccess access, Patience patience, ObjectOptions options) {
    return new Bucket(
        new S3Calls(access, new S3Failures(access, clock), way -> client(access, way, patience)),
        hashing,
        options,
        clock);
  }

  /** The driver of a storage in a bucket; nothing is asked of it yet. */
  public S3Driver driver(S3Place place, Patience patience) {
    return new S3Driver(place, open(place.bucket(), patience, place.objects()));
  }

  private S3Client client(BucketAccess access, BucketWay way, Patience patience) {
    // Nothing comes from the environment or the files of the account that runs the server.
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            .defaultProfileFile(ProfileFile.aggregator().build())
            .retryStrategy(Retrying.strategy(patience))
            .addExecutionInterceptor(new Attempts());
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(new GuardedSdkClient(http, patience.longestPause()))
            .endpointOverride(access.endpoint())
            .region(Region.of(way.region()))
            .forcePathStyle(!way.inHostName())
            .dualstackEnabled(false)
            .fipsEnabled(false)
            .useArnRegion(false)
            .disableS3ExpressSessionAuth(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    switch (access.credential()) {
      case BucketCredential.AccessKey(String accessKey, String secretKey) ->
          builder
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create(accessKey, secretKey)))
              .putAuthScheme(new UnsignedBodies());
      case BucketCredential.IbmApiKey key -> {
        builder.credentialsProvider(AnonymousCredentialsProvider.create());
        overrides.addExecutionInterceptor(
            new BearerTokens(new IamTokens(http, clock, key), key.resourceCrn()));
      }
    }
    return builder.overrideConfiguration(overrides.build()).build();
  }
}
