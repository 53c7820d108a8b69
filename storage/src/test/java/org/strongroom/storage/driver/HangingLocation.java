package org.strongroom.storage.driver;

/** A place of its own whose storage can be made to hang. Its drivers wait for two seconds. */
interface HangingLocation extends StorageLocation {

  /** From now on no call is answered. */
  void hang();

  /** All is well again. */
  void answer();
}
