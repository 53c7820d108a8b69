package org.strongroom.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3Proxy in this process, with its objects in a directory. */
public final class S3ProxyServer implements S3Server {
  private static final Login OWNER = new Login("owner", "secret of the owner");
  private static final Login READER = new Login("reader", "secret of the reader");

  private final Path directory;
  private final boolean open;
  private final URI endpoint;
  private @Nullable S3Proxy running;

  private S3ProxyServer(boolean open) {
    this.open = open;
    try {
      directory = TestDirectory.temporary("s3proxy-");
      endpoint =
          URI.create("http://127.0.0.1:" + LoopbackPort.free(InetAddress.getLoopbackAddress()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server that checks signatures (version 4). */
  public static S3ProxyServer start() {
    return started(new S3ProxyServer(false));
  }

  /** Starts a server that lets everybody in: what stands before it has checked who comes. */
  public static S3ProxyServer startOpen() {
    return started(new S3ProxyServer(true));
  }

  private static S3ProxyServer started(S3ProxyServer server) {
    server.restart();
    return server;
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public Login owner() {
    return OWNER;
  }

  @Override
  public Login reader() {
    return READER;
  }

  @Override
  public synchronized void restart() {
    BlobStore objects = new FilesystemNio2BlobStore(directory.toString());
    BlobStore forReading = new ReadOnlyObjects(objects);
    S3Proxy.Builder builder =
        S3Proxy.builder().blobStore(objects).endpoint(endpoint).ignoreUnknownHeaders(true);
    if (open) {
      builder.awsAuthentication(AuthenticationType.NONE, "", "");
    } else {
      builder.awsAuthentication(AuthenticationType.AWS_V4, OWNER.accessKey(), OWNER.secretKey());
    }
    try {
      S3Proxy proxy = builder.build();
      if (!open) {
        var grants =
            Map.of(
                OWNER.accessKey(), new AccessGrant(OWNER.secretKey(), objects),
                READER.accessKey(), new AccessGrant(READER.secretKey(), forReading));
        proxy.setBlobStoreLocator((identity, container, blob) -> grants.get(identity));
      }
      proxy.start();
      running = proxy;
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy did not start", e);
    }
  }

  @Override
  public synchronized void stop() {
    S3Proxy proxy = running;
    running = null;
    if (proxy != null) {
      try {
        proxy.stop();
      } catch (Exception e) {
        throw new IllegalStateException("s3proxy did not stop", e);
      }
    }
  }

  @Override
  public void close() {
    stop();
    TestDirectory.delete(directory);
  }

  /** Objects that may be read and not written. */
  private static final class ReadOnlyObjects extends ForwardingBlobStore {
    ReadOnlyObjects(BlobStore objects) {
      super(objects);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
      throw S3Exception.builder().statusCode(403).message("read only").build();
    }
  }
}
