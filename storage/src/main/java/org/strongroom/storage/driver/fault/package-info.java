/** Faults put into a storage on purpose, to see what becomes of the work on it. */
@NullMarked
package org.strongroom.storage.driver.fault;

import org.jspecify.annotations.NullMarked;
