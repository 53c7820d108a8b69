package org.strongroom.storage.driver.s3;

import org.junit.jupiter.api.AfterAll;
import org.strongroom.testing.S3ProxyServer;
import org.strongroom.testing.S3Server;

class S3ProxyBucketTest extends BucketConformance {
  private final S3ProxyServer server = S3ProxyServer.start();

  @Override
  S3Server server() {
    return server;
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
