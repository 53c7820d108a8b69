package org.strongroom.server.job;

import org.strongroom.server.catalog.Transaction;

/**
 * Decides whether a job is begun, in the transaction that makes it durable: of several nodes that
 * want to begin the same, one does.
 */
public interface Claim {
  /**
   * Takes what only one may take.
   *
   * @throws RuntimeException if it was taken already; nothing is begun then
   */
  void take(Transaction transaction);

  /**
   * The job is accepted.
   *
   * @param resourceUuid the resource that it is about
   */
  void taken(String resourceUuid, Transaction transaction);
}
