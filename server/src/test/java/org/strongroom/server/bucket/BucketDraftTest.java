package org.strongroom.server.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.api.ApiException;
import org.strongroom.api.OperationModel;
import org.strongroom.api.RequestDecoder;
import org.strongroom.api.bucket.UpdateBucket;
import org.strongroom.storage.driver.s3.call.BucketAccess;
import org.strongroom.storage.driver.s3.call.BucketCredential.IbmApiKey;

/** A key is kept for those to whom it was given. */
final class BucketDraftTest {
  private static final String UUID = "0123456789ab4cde8f0123456789abcd";
  private static final String STORE = "https://s3.example.com";
  private static final BucketRow ROW =
      new BucketRow(
          UUID, UUID, UUID, "Cos-1", BucketType.IBM_COS, "bucket-1", STORE, null, null, null);
  private static final BucketAccess BEFORE =
      new BucketAccess(
          URI.create(STORE),
          BucketAccess.DEFAULT_REGION,
          "bucket-1",
          new IbmApiKey("the key", IbmApiKey.AUTH_ENDPOINT, Optional.empty()));

  private static BucketDraft draft(String... parameters) {
    Map<String, String> values = new HashMap<>(Map.of("uuid", UUID));
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i], parameters[i + 1]);
    }
    return BucketDraft.of(
        ROW,
        BEFORE,
        (UpdateBucket) RequestDecoder.decode(OperationModel.of(UpdateBucket.class), values));
  }

  @ParameterizedTest
  @CsvSource({"endpoint", "authEndpoint"})
  void anApiKeyGoesNowhereElseUnlessItIsGivenAgain(String parameter) {
    assertThatThrownBy(() -> draft(parameter, "https://elsewhere.example.com"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("apiKey has to be given again");
    assertThat(draft(parameter, "https://elsewhere.example.com", "apiKey", "known").credential())
        .extracting(credential -> ((IbmApiKey) credential).apiKey())
        .isEqualTo("known");
  }

  @Test
  void whatIsNotNamedStays() {
    assertThat(draft("bucketName", "bucket-2", "endpoint", STORE).credential())
        .isEqualTo(BEFORE.credential());
  }
}
