/** Generations of disks in restic's repository format, version 2, on any storage. */
@NullMarked
package org.strongroom.storage.repository;

import org.jspecify.annotations.NullMarked;
