package org.strongroom.storage.transfer;

import java.io.IOException;
import org.strongroom.storage.driver.SparseOutput;

/** Counts what a stream takes on a storage: its bytes without the runs of zeros that are holes. */
final class KeptBytes implements SparseOutput.Target {
  private final SparseOutput output = new SparseOutput(this, 0);
  private long kept;

  void accept(byte[] bytes, int offset, int count) throws IOException {
    output.write(bytes, offset, count);
  }

  /** The bytes, once all have come. */
  long finish() throws IOException {
    output.finish();
    return kept;
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    kept += length;
  }

  @Override
  public void hole(long length) {}
}
