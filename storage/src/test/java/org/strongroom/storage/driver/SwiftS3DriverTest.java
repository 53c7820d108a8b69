package org.strongroom.storage.driver;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.strongroom.testing.S3Server;
import org.strongroom.testing.SwiftServer;

/**
 * The contract of a storage, in a bucket of the S3 layer of OpenStack Swift. Each call costs that
 * server so much that it runs with {@code -Dstrongroom.stores=all} alone; {@code SwiftBucketTest}
 * calls it always.
 */
@EnabledIfSystemProperty(named = "strongroom.stores", matches = "all")
class SwiftS3DriverTest extends S3DriverConformance {
  private static SwiftServer server;

  @BeforeAll
  static void start() {
    server = SwiftServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  S3Server server() {
    return server;
  }
}
