/** A directory or network mount of the machine that Strongroom runs on. */
@NullMarked
package org.strongroom.storage.driver.filesystem;

import org.jspecify.annotations.NullMarked;
