package org.strongroom.storage.driver.s3;

import org.junit.jupiter.api.AfterAll;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SwiftServer;

class SwiftBucketTest extends BucketConformance {
  private final SwiftServer server = SwiftServer.start();

  @Override
  S3Server server() {
    return server;
  }

  @Override
  int page() {
    return 100;
  }

  @AfterAll
  void stop() {
    server.close();
  }
}
