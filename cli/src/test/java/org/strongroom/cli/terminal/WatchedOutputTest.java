package org.strongroom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WatchedOutputTest {
  private static WatchedOutput printed(OutputStream to) {
    var watched = new WatchedOutput(to);
    var out = new PrintStream(watched, false, StandardCharsets.UTF_8);
    out.println("a row");
    out.flush();
    return watched;
  }

  @Test
  void aFullDiskIsALoss() throws IOException {
    try (var full = new FileOutputStream("/dev/full")) {
      assertThat(printed(full).loss()).hasValueSatisfying(why -> assertThat(why).contains("space"));
    }
  }

  @Test
  void aReaderThatHasSeenEnoughIsNone() {
    assertThat(
            printed(
                    new OutputStream() {
                      @Override
                      public void write(int one) throws IOException {
                        throw new IOException("Broken pipe");
                      }
                    })
                .loss())
        .isEmpty();
    assertThat(printed(OutputStream.nullOutputStream()).loss()).isEmpty();
  }
}
