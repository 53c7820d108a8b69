package org.strongroom.storage.repository;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The threads that hash, compress and seal: one a core, shared by all works of this process. */
final class Processors {
  static final int COUNT = Runtime.getRuntime().availableProcessors();

  static final Executor THREADS =
      Executors.newFixedThreadPool(
          COUNT, Thread.ofPlatform().daemon().name("repository blobs ", 0).factory());

  private Processors() {}
}
