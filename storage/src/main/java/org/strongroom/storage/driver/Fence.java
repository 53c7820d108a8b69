package org.strongroom.storage.driver;

/**
 * Asked right before an effect on a storage that cannot be taken back, such as a rename into place
 * or a deletion: whether whoever began the work still may do it. A process that was paused may find
 * that another one has taken its work over meanwhile.
 */
@FunctionalInterface
public interface Fence {
  /** For work that nobody else can take over. */
  Fence NONE = () -> {};

  /** Returns if the effect may follow at once; throws a runtime exception if it must not. */
  void confirm();
}
