package org.strongroom.server.image.record;

import org.strongroom.api.NewResource;
import org.strongroom.server.catalog.Transaction;

/** The tags of images, kept elsewhere. */
public interface ImageTags {

  /** Puts the tags of a creating call on a new image. */
  void create(String imageUuid, NewResource created, Transaction transaction);

  /**
   * Puts the tags of an image that came back on it; what callers could not have put there is left
   * out.
   *
   * @return how many were left out
   */
  int restore(String imageUuid, NewResource tags, Transaction transaction);

  /** Takes all tags of an image away, in the transaction in which it goes. */
  void deleteAll(String imageUuid, Transaction transaction);
}
