package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.strongroom.storage.driver.StorageException.Reason;

/** Assertions on what a storage says when it fails. */
public final class StorageAssertions {
  private StorageAssertions() {}

  /** Bytes that are not left out as zeros are. */
  static byte[] data(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  /** Bytes that a file takes on its disk. */
  public static long allocated(Path file) throws IOException {
    Process stat =
        new ProcessBuilder("stat", "-c", "%b", file.toString()).redirectErrorStream(true).start();
    return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
  }

  public static AbstractThrowableAssert<?, ?> assertFails(Reason reason, ThrowingCallable call) {
    return assertFails(call)
        .satisfies(e -> assertThat(((StorageException) e).reason()).as("%s", e).isEqualTo(reason));
  }

  public static AbstractThrowableAssert<?, ?> assertFails(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(StorageException.class);
  }
}
