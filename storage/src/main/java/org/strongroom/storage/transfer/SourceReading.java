package org.strongroom.storage.transfer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.strongroom.storage.source.ImageSource;

/** Reads a source to its end, chunk by chunk, and hands each chunk to all consumers. */
final class SourceReading {
  /** Looks at the bytes as they pass. */
  interface Inspection {
    void accept(byte[] bytes, int offset, int count) throws IOException;
  }

  private final InputStream stream;
  private final long announced;
  private final Inspection inspection;
  private final List<ChunkConsumer> consumers;
  private final TransferListener listener;
  private final Ring ring = new Ring(ImageTransfer.CHUNKS);
  private volatile long total;

  SourceReading(
      ImageSource source,
      Inspection inspection,
      List<ChunkConsumer> consumers,
      TransferListener listener) {
    this.stream = source.stream();
    this.announced = source.length().orElse(-1);
    this.inspection = inspection;
    this.consumers = consumers;
    this.listener = listener;
  }

  /** Bytes read. */
  long total() {
    return total;
  }

  void readAll() throws IOException, InterruptedException {
    long read = 0;
    while (true) {
      if (announced < 0 && read % ImageTransfer.GROWTH_STEP == 0) {
        listener.growing(read);
      }
      Chunk chunk = ring.take();
      int length = fill(chunk.bytes(), read);
      read += length;
      if (length > 0) {
        inspection.accept(chunk.bytes(), 0, length);
        chunk.fill(length, consumers.size());
        consumers.forEach(consumer -> consumer.add(chunk));
      }
      if (length < Chunk.BYTES) {
        break;
      }
    }
    if (read < announced) {
      throw new EOFException("the source ended after %d of %d bytes".formatted(read, announced));
    }
    total = read;
  }

  /** Fills the chunk as far as the source goes. */
  private int fill(byte[] bytes, long before) throws IOException {
    int length = 0;
    while (length < bytes.length) {
      int count = stream.read(bytes, length, bytes.length - length);
      if (count < 0) {
        break;
      }
      length += count;
      if (announced >= 0 && before + length > announced) {
        throw new IOException(
            "the source sent more than the %d bytes it announced".formatted(announced));
      }
      listener.progress(before + length);
    }
    return length;
  }
}
