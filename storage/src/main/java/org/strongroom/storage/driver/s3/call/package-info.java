/** Calls of an object store: where it is, with which log-in, for what, and how they fail. */
@NullMarked
package org.strongroom.storage.driver.s3.call;

import org.jspecify.annotations.NullMarked;
