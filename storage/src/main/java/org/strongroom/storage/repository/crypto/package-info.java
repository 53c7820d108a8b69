/** Keys of a repository, and what is sealed with them. */
@NullMarked
package org.strongroom.storage.repository.crypto;

import org.jspecify.annotations.NullMarked;
