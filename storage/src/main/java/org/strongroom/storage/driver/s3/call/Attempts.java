package org.strongroom.storage.driver.s3.call;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Counts how often calls are sent whose repetition makes a difference. */
public final class Attempts implements ExecutionInterceptor {
  private static final ExecutionAttribute<AtomicInteger> COUNT =
      new ExecutionAttribute<>("StrongroomAttempts");

  /** Has the attempts of a call counted. */
  public static void count(AwsRequestOverrideConfiguration.Builder call, AtomicInteger attempts) {
    call.putExecutionAttribute(COUNT, attempts);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    AtomicInteger attempts = attributes.getAttribute(COUNT);
    if (attempts != null) {
      attempts.incrementAndGet();
    }
  }
}
