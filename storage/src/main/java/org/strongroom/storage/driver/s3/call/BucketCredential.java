package org.strongroom.storage.driver.s3.call;

import java.net.URI;
import java.util.Optional;

/** What proves to an object store who calls. Never shown. */
public sealed interface BucketCredential {
  /** An access key with its secret: calls are signed with them. */
  record AccessKey(String accessKey, String secretKey) implements BucketCredential {
    @Override
    public String toString() {
      return "AccessKey[***]";
    }
  }

  /**
   * An IBM Cloud API key, for which tokens are given.
   *
   * @param authEndpoint url where they are given
   * @param resourceCrn of the service instance
   */
  record IbmApiKey(String apiKey, URI authEndpoint, Optional<String> resourceCrn)
      implements BucketCredential {
    /** Where IBM Cloud gives tokens. */
    public static final URI AUTH_ENDPOINT = URI.create("https://iam.cloud.ibm.com/identity/token");

    @Override
    public String toString() {
      return "IbmApiKey[***]";
    }
  }
}
