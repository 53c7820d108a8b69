/** Buckets over real object stores. */
@NullMarked
package org.strongroom.storage.driver.s3;

import org.jspecify.annotations.NullMarked;
