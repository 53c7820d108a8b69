/** Lock files that stock restic honours, and that are honoured here. */
@NullMarked
package org.strongroom.storage.repository.lock;

import org.jspecify.annotations.NullMarked;
