package org.strongroom.storage.driver.s3.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Puts a token of IBM Cloud where other stores want a signature. */
public final class BearerTokens implements ExecutionInterceptor {
  private final IamTokens tokens;
  private final Optional<String> resourceCrn;

  public BearerTokens(IamTokens tokens, Optional<String> resourceCrn) {
    this.tokens = tokens;
    this.resourceCrn = resourceCrn;
  }

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest.Builder request = context.httpRequest().toBuilder();
    try {
      request.putHeader("Authorization", "Bearer " + tokens.token());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    resourceCrn.ifPresent(crn -> request.putHeader("ibm-service-instance-id", crn));
    return request.build();
  }
}
