package org.strongroom.storage.repository.verify;

import java.io.IOException;
import java.util.Optional;
import org.strongroom.storage.repository.file.ContentId;
import org.strongroom.storage.repository.work.WorkListener;

/** What the caller of a verification is told while it runs; progress is told in packs. */
public interface VerifyListener extends WorkListener {
  /** Listens to nothing. */
  VerifyListener NONE = new VerifyListener() {};

  /** Whether a pack is to be looked at now; for runs that look at a share of all. */
  default boolean wants(ContentId pack) {
    return true;
  }

  /**
   * Told of each pack that was looked at.
   *
   * @param damage what is wrong with it, if something is
   */
  default void verified(ContentId pack, long bytes, Optional<String> damage) throws IOException {}
}
