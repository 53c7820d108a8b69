/** The files of a repository, by kind and content. */
@NullMarked
package org.strongroom.storage.repository.file;

import org.jspecify.annotations.NullMarked;
