/** Whether a repository holds what it should. */
@NullMarked
package org.strongroom.storage.repository.verify;

import org.jspecify.annotations.NullMarked;
