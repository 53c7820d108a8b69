package org.strongroom.server.image.upload;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.strongroom.storage.source.IdleLimit;
import org.strongroom.storage.source.ImageSource;
import org.strongroom.storage.stream.BlockFilter;

/**
 * The body of a PUT as a source, which remembers whether it was the sender that failed. It ends
 * with a failure if its bytes have another digest than the sender told.
 */
final class UploadSource implements ImageSource {
  private final OptionalLong length;
  private final Runnable cut;
  private final IdleLimit limited;
  private final InputStream stream;
  private volatile boolean broken;
  private volatile boolean silent;
  private volatile @Nullable String wrongDigest;

  UploadSource(UploadBody body, Duration idle, LongConsumer arrived) {
    this.length = body.length();
    this.cut = body.cut();
    this.limited = new IdleLimit(body.stream(), idle, body.cut(), "the sender of the upload");
    this.stream = new Watched(limited, body.digests(), arrived);
  }

  @Override
  public OptionalLong length() {
    return length;
  }

  @Override
  public InputStream stream() {
    return stream;
  }

  /** Whether reading failed: sent again, the image may arrive. */
  boolean broken() {
    return broken;
  }

  /** Whether it failed because nothing came for the idle time. */
  boolean silent() {
    return silent;
  }

  /** Which digest of the sender its bytes do not have, once all have come. */
  Optional<String> wrongDigest() {
    return Optional.ofNullable(wrongDigest);
  }

  @Override
  public void cut() {
    cut.run();
  }

  /** Leaves the connection open: its sender waits for an answer. */
  @Override
  public void close() {
    limited.stopWatching();
  }

  private final class Watched extends BlockFilter {
    private final LongConsumer arrived;
    private final Map<OfferedDigest, MessageDigest> digests = new LinkedHashMap<>();
    private long bytes;

    Watched(InputStream in, List<OfferedDigest> offered, LongConsumer arrived) {
      super(in);
      this.arrived = arrived;
      offered.forEach(one -> digests.put(one, one.begin()));
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      try {
        int read = super.read(target, offset, count);
        if (read > 0) {
          bytes += read;
          for (MessageDigest digest : digests.values()) {
            digest.update(target, offset, read);
          }
          arrived.accept(bytes);
        } else if (read < 0 && bytes < length.orElse(0)) {
          broken = true;
        } else if (read < 0) {
          checkDigests();
        }
        return read;
      } catch (WrongDigestException e) {
        throw e;
      } catch (SocketTimeoutException e) {
        silent = true;
        broken = true;
        throw e;
      } catch (IOException | RuntimeException e) {
        broken = true;
        throw new IOException("the sender broke off after %d bytes".formatted(bytes), e);
      }
    }

    private void checkDigests() throws WrongDigestException {
      for (Map.Entry<OfferedDigest, MessageDigest> one : digests.entrySet()) {
        OfferedDigest offered = one.getKey();
        String found = HexFormat.of().formatHex(one.getValue().digest());
        if (!found.equals(offered.value())) {
          wrongDigest =
              "%s tells %s %s, the %d bytes that came have %s"
                  .formatted(offered.header(), offered.algorithm(), offered.value(), bytes, found);
          throw new WrongDigestException(wrongDigest);
        }
      }
      digests.clear();
    }
  }

  private static final class WrongDigestException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongDigestException(String message) {
      super(message);
    }
  }
}
