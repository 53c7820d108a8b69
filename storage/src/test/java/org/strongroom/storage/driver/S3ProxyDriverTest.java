package org.strongroom.storage.driver;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.S3Server;

/** The contract of a storage, in a bucket of s3proxy. */
class S3ProxyDriverTest extends S3DriverConformance {
  private static S3ProxyServer server;

  @BeforeAll
  static void start() {
    server = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  S3Server server() {
    return server;
  }

  /** Its files have some letters more in their names than its objects. */
  @Override
  boolean isTooLong(String name) {
    return name.getBytes(UTF_8).length > 200;
  }
}
