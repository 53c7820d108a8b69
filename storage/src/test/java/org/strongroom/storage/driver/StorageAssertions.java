package org.strongroom.storage.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.strongroom.storage.driver.StorageException.Reason;

/** Assertions on what a storage says when it fails. */
public final class StorageAssertions {
  private StorageAssertions() {}

  public static AbstractThrowableAssert<?, ?> assertFails(Reason reason, ThrowingCallable call) {
    return assertFails(call)
        .satisfies(e -> assertThat(((StorageException) e).reason()).as("%s", e).isEqualTo(reason));
  }

  public static AbstractThrowableAssert<?, ?> assertFails(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(StorageException.class);
  }
}
