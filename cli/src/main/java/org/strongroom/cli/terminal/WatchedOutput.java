package org.strongroom.cli.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Output that keeps why it failed: a {@link java.io.PrintStream} swallows it, and a command whose
 * output was lost to a full disk would end well.
 */
public final class WatchedOutput extends FilterOutputStream {
  private volatile @Nullable IOException failure;

  /** Watches it. */
  public WatchedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** What was lost, and why; a reader that has seen enough and left is no loss. */
  public Optional<String> loss() {
    return Optional.ofNullable(failure)
        .map(e -> String.valueOf(e.getMessage()))
        .filter(why -> !why.contains("Broken pipe"));
  }
}
