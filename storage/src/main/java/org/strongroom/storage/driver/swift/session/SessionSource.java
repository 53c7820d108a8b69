package org.strongroom.storage.driver.swift.session;

import org.strongroom.storage.driver.StorageException;

/** An identity service that gives tokens. */
interface SessionSource {

  /** A new token. */
  SwiftSession ask() throws StorageException;
}
